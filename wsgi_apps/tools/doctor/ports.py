"""Who listens at a port: read from /proc, which names the processes of your own only."""

from __future__ import annotations

import socket
from dataclasses import dataclass
from pathlib import Path

PROC = Path("/proc")
LISTENS = "0A"


@dataclass(frozen=True)
class Listener:
    """A process that listens. ``pid`` is 0 for one that belongs to another user."""

    address: str
    pid: int
    command: str
    processes: int = 0


def listeners(port: int, proc: Path = PROC) -> list[Listener]:
    """Return who listens at a port, an entry for each address."""
    found = []
    for table in ("tcp", "tcp6"):
        file = proc / "net" / table
        rows = file.read_text(encoding="ascii").splitlines()[1:] if file.exists() else []
        for row in map(str.split, rows):
            address, number = row[1].split(":")
            if row[3] == LISTENS and int(number, 16) == port:
                holders = processes_of(row[9], proc)
                pid = holders[0] if holders else 0
                found.append(Listener(readable(address), pid, command_of(pid, proc), len(holders)))
    return found


def readable(address: str) -> str:
    """Return an address as people write it; the kernel writes each four bytes backwards."""
    data = bytes.fromhex(address)
    turned = b"".join(data[place : place + 4][::-1] for place in range(0, len(data), 4))
    return socket.inet_ntop(socket.AF_INET if len(turned) == 4 else socket.AF_INET6, turned)


def processes_of(inode: str, proc: Path = PROC) -> list[int]:
    """Return the processes that hold a socket, the parent of the others first."""
    wanted = f"socket:[{inode}]"
    found = {int(link.parent.parent.name) for link in proc.glob("[0-9]*/fd/*") if target(link) == wanted}
    return sorted(found, key=lambda pid: (parent_of(pid, proc) in found, pid))


def target(link: Path) -> str:
    """Return where a link of /proc leads, or an empty text: it may be gone by now, or not ours to read."""
    try:
        return str(link.readlink())
    except OSError:
        return ""


def parent_of(pid: int, proc: Path = PROC) -> int:
    """Return the parent of a process, or 0."""
    try:
        return int(
            (proc / str(pid) / "stat").read_text(encoding="utf-8", errors="replace").rpartition(")")[2].split()[1]
        )
    except (OSError, IndexError):
        return 0


def command_of(pid: int, proc: Path = PROC) -> str:
    """Return the command line of a process, or an empty text."""
    try:
        words = (proc / str(pid) / "cmdline").read_bytes().rstrip(b"\0").split(b"\0")
    except OSError:
        return ""
    return b" ".join(words).decode("utf-8", "replace")
