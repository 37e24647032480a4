"""A page is done as a student does it: its commands are typed into terminals, and its outputs are compared.

``python -m tests.support.terminal PAGE`` does a page and prints what a student would see.

A terminal is a real one: a pseudo-terminal with an interactive bash, so that Ctrl-C is a character, curl shows no meter
and httpie shows headers, as at home. Each page has a copy of the project, and a network of its own in which all ports are
free: the ports shown are the ports used.
"""

from __future__ import annotations

import contextlib
import fcntl
import os
import pty
import re
import select
import shutil
import signal
import struct
import subprocess
import sys
import tempfile
import termios
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from wsgi_apps.tools.environment import EXTRAS

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 900  # seconds for a command; what hangs is ended by Ctrl-C
STARTING = 120  # seconds for a server to say that it serves
COLUMNS, LINES = 120, 50
COURSE_PORTS = {8000, 8080, 19130, 29130, 5000, 4958}
#: page -> command -> why it is not executed
LEFT_OUT = {
    "README.md": {"make test": "the tests do not run within themselves; test_readme looks at what it would run"},
}
#: a command that begins so stays running; so does a program of ours with one of SERVES in its text
SERVING = re.compile(
    r"make (run|nginx|mounts|cluster)\b|python -m wsgi_apps (.* )?(run|serve|nginx)\b|wsgi-apps (.* )?run\b|"
    r"uwsgi (?!--stop|--reload)|gunicorn (?!.*(--daemon|-D|--check-config)\b)|flask (.* )?run\b|redis-server\b"
)
PROGRAM = re.compile(r"(?:python )?(\S+\.py)\b")
SERVES = re.compile(r"serve_forever\(|\.run\(|handle_request\(")


# --- A page ---


@dataclass
class Step:
    """A command of a page, or none where a block begins with output: what a server says in the meantime."""

    line: int
    terminal: str
    command: str
    shown: str


def steps(text: str) -> list[Step]:
    """Return the steps of the console blocks of a page, in order."""
    found = []
    for block in re.finditer(r"(?ms)^( *)(?:<!-- terminal: (\S+) -->\n+\1)?```console\n(.*?)^\1```", text):
        first = text.count("\n", 0, block.start(3)) + 1
        lines = [line.removeprefix(block[1]) for line in block[3].splitlines()]  # a block in a list is indented
        found += block_steps(lines, first, block[2] or "server")
    return found


def block_steps(lines: list[str], number: int, terminal: str) -> Iterator[Step]:
    step = Step(number, terminal, "", "")
    lines = list(lines)
    while lines:
        if lines[0].startswith("$ "):
            if step.command or step.shown:
                yield step
            taken = lines_of_command(lines)
            step = Step(number, terminal, "\n".join(lines[:taken])[2:], "")
        else:
            taken = 1
            step.shown += lines[0] + "\n"
        del lines[:taken]
        number += taken
    yield step


def lines_of_command(lines: list[str]) -> int:
    """Return how many lines the command at the start of ``lines`` has: a backslash at the end or a here-document."""
    here = re.search(r"<<-?\s*['\"]?(\w+)", lines[0])
    if here and here[1] in lines:
        return lines.index(here[1]) + 1
    return next((number for number, line in enumerate(lines, 1) if not line.endswith("\\")), len(lines))


def serves(command: str, folder: Path) -> bool:
    """Return whether a command stays running until Ctrl-C."""
    command = re.sub(r"^(?:[A-Z_]+=\S+ )+", "", command)
    if command.rstrip().endswith("&") or "--help" in command:
        return False
    program = PROGRAM.match(command)
    if program and (folder / program[1]).is_file():
        return SERVES.search((folder / program[1]).read_text(encoding="utf-8")) is not None
    return SERVING.match(command) is not None


def matches(shown: str, got: str, *, begins: bool = False) -> bool:
    """Return whether what was got is what is shown: a line ``...`` stands for any lines, ``...`` in a line for any text."""
    pattern = "".join(
        r"(?:.*\n)*?" if line.strip() == "..." else re.escape(line).replace(r"\.\.\.", ".*") + r"\n"
        for line in plain(shown).splitlines()
    )
    return (re.match if begins else re.fullmatch)(pattern, plain(got)) is not None


def plain(text: str) -> str:
    """Return lines as they stand on a terminal, without colours and links, and without blanks at the ends."""
    text = re.sub(r"\x1b\[[0-9;?]*[A-Za-z]|\x1b\]8;;[^\x1b]*\x1b\\", "", text).replace("\r\n", "\n")
    lines = [line.rstrip("\r").rpartition("\r")[2].rstrip() for line in text.split("\n")]
    return "\n".join(lines).strip("\n") + "\n"


# --- The network ---

BRING_UP = """
import fcntl, socket, struct, sys
with socket.socket() as any_socket:
    fcntl.ioctl(any_socket, 0x8914, struct.pack("16sh22x", b"lo", 0x41))  # SIOCSIFFLAGS: up and running
print("up", flush=True)
sys.stdin.read()
"""
#: root may make a network; another user may within a user namespace, where the kernel lets him
AS_ROOT = ["unshare", "--net"]
AS_USER = ["unshare", "--user", "--map-current-user", "--keep-caps", "--net"]


@dataclass
class Network:
    """Where a page's servers listen: a network of its own (``holder`` keeps it), or this machine's (no holder)."""

    holder: int | None

    @property
    def enter(self) -> list[str]:
        """Return the words in front of a command that runs in this network."""
        if self.holder is None:
            return []
        user = [] if os.geteuid() == 0 else ["--user", "--preserve-credentials"]
        return ["nsenter", "--target", str(self.holder), "--net", *user, "--"]

    def listening(self) -> set[int]:
        """Return the TCP ports that somebody listens at."""
        lines = Path(f"/proc/{self.holder or 'self'}/net/tcp").read_text().splitlines()[1:]
        entries = [line.split() for line in lines]
        return {int(entry[1].rpartition(":")[2], 16) for entry in entries if entry[3] == "0A"}

    def processes(self) -> list[int]:
        """Return the processes in this network; none if it is the machine's."""
        return [] if self.holder is None else [*members(Path(f"/proc/{self.holder}/ns/net").readlink(), self.holder)]


def members(network: Path, holder: int) -> Iterator[int]:
    for process in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):  # it has ended, or is another user's
            if (process / "ns/net").readlink() == network and int(process.name) != holder:
                yield int(process.name)


@contextmanager
def network() -> Iterator[Network]:
    """Make a network in which every port is free; where the kernel refuses, it is the machine's own."""
    words = AS_ROOT if os.geteuid() == 0 else AS_USER
    with subprocess.Popen(
        [*words, sys.executable, "-I", "-c", BRING_UP],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    ) as holder:
        made = holder.stdout.readline() == b"up\n"
        yield Network(holder.pid if made else None)
        with contextlib.suppress(BrokenPipeError):
            holder.stdin.close()


def refuse_taken_ports(network: Network, page: str) -> None:
    """Raise AssertionError with one sentence if a port of the course is taken that a page needs."""
    needed = {port for port in COURSE_PORTS if re.search(rf"\b{port}\b", page)}
    taken = sorted(needed & network.listening())
    assert not taken, (
        f"The kernel gives the tests no network of their own, and port {taken[0]} is taken: end what uses it."
    )


# --- The terminal ---

PROMPT = re.compile("\x1e(\\d+)\x1e")  # an unprintable character, the last exit status, the character


class Terminal:
    """A pseudo-terminal with an interactive bash in a folder and a network, beside the other terminals of a page."""

    def __init__(self, folder: Path, network: Network, others: dict[str, Terminal]):
        self.network, self.others, self.said, self.start = network, others, b"", 0
        self.master, slave = pty.openpty()
        prepare(slave)
        self.shell = subprocess.Popen(
            [*network.enter, "setsid", "--ctty", "bash", "--norc", "--noprofile", "--noediting", "-i"],
            cwd=folder,
            env=environment(folder),
            stdin=slave,
            stdout=slave,
            stderr=slave,
        )
        os.close(slave)
        assert self.wait(self.ended), self.text()
        self.busy = False

    def type(self, command: str) -> None:
        """Type a command and the return key."""
        while self.read():
            pass  # what was said before belongs to something else
        self.start, self.busy = len(self.said), True
        os.write(self.master, command.encode() + b"\n")

    def interrupt(self) -> None:
        """Type Ctrl-C until the prompt is back, unless it is there already: one that comes too early may be lost."""
        self.read()
        for _ in range(0 if self.ended() else 10):
            os.write(self.master, b"\x03")
            if self.wait(self.ended, 4):
                break
        self.busy = not self.ended()

    def text(self) -> str:
        """Return what was printed since the command was typed, without the prompt."""
        return PROMPT.sub("", self.said[self.start :].decode("utf-8", errors="replace"))

    def ended(self) -> bool:
        """Return whether the command has ended: the prompt is back."""
        return self.status() != ""

    def status(self) -> str:
        """Return the exit status of the command, or nothing while it runs."""
        found = PROMPT.search(self.said[self.start :].decode("utf-8", errors="replace"))
        return found[1] if found else ""

    def wait(self, condition, seconds: float = PATIENCE) -> bool:
        """Read until a condition holds; return whether it came to hold."""
        end = time.monotonic() + seconds
        while not condition():
            if time.monotonic() > end:
                return False
            self.read()
        return True

    def read(self) -> int:
        """Read what is said within a moment; return how many bytes (int) that were in this terminal.

        The other terminals of the page are read too: a server stands still when nobody takes its log.
        """
        before = len(self.said)
        terminals = {one.master: one for one in [self, *self.others.values()] if one.master >= 0}
        for master in select.select(list(terminals), [], [], 0.02)[0]:
            with contextlib.suppress(OSError):  # the shell is gone
                terminals[master].said += os.read(master, 65536)
        return len(self.said) - before

    def close(self) -> None:
        """Close the window: whatever runs in it gets SIGHUP."""
        if self.busy:
            self.interrupt()
        os.close(self.master)
        self.master = -1
        self.shell.wait(20)


def prepare(slave: int) -> None:
    """Set the terminal's size; typed characters are not echoed, for a page shows them itself."""
    fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", LINES, COLUMNS, 0, 0))
    attributes = termios.tcgetattr(slave)
    attributes[3] &= ~termios.ECHO
    termios.tcsetattr(slave, termios.TCSANOW, attributes)


def environment(folder: Path) -> dict[str, str]:
    """Return a student's environment: active, in UTF-8; modules come from the copy."""
    kept = {name: os.environ[name] for name in ("HOME", "USER", "LOGNAME", "CI") if name in os.environ}
    return kept | {
        "PATH": f"{folder / '.venv/bin'}:{os.environ['PATH']}:/usr/sbin:/sbin",
        "PYTHONPATH": str(folder),
        "PYTHONWARNINGS": "ignore:'cgi' is deprecated",
        "VIRTUAL_ENV": str(folder / ".venv"),
        "VIRTUAL_ENV_DISABLE_PROMPT": "1",
        "LANG": "C.UTF-8",
        "TERM": "dumb",
        "NO_COLOR": "1",
        "PAGER": "cat",
        "HISTFILE": "",
        "PS1": "\x1e$?\x1e",
        "PS2": "",
    }


# --- Doing a page ---


def files_of_the_project() -> list[str]:
    """Return the names of the files that git would clone, as they stand in the working tree."""
    words = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(words, cwd=ROOT, capture_output=True, check=True).stdout.decode("utf-8")
    return sorted(name for name in set(listed.split("\0")) if name and (ROOT / name).is_file())


def copy_of_the_project(folder: Path) -> None:
    """Copy what git would clone."""
    for name in files_of_the_project():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(ROOT / name, folder / name)


def lend_environment(folder: Path) -> None:
    """Make a ``.venv`` that is this environment, with stamps of its own: make takes it for complete and leaves it alone."""
    (folder / ".venv").mkdir()
    for name in Path(sys.prefix).iterdir():
        if not name.name.startswith("."):
            (folder / ".venv" / name.name).symlink_to(name)
    for purpose in EXTRAS:
        (folder / ".venv" / f".{purpose}").touch()


@dataclass
class Doing:
    """A page that is being done: its terminals, and what went otherwise than shown."""

    name: str
    folder: Path
    network: Network
    stack: ExitStack
    terminals: dict[str, Terminal] = field(default_factory=dict)
    failures: list[str] = field(default_factory=list)

    def do(self, step: Step) -> str:
        """Do a step; return what was got, and keep what differs from what is shown."""
        if step.command in LEFT_OUT.get(self.name, {}):
            return ""
        if not step.command:
            return self.look(step)
        if serves(step.command, self.folder):
            return self.serve(step)
        return self.run(step)

    def terminal(self, name: str) -> Terminal:
        if name not in self.terminals:
            self.terminals[name] = Terminal(self.folder, self.network, self.terminals)
            self.stack.callback(self.terminals[name].close)
        return self.terminals[name]

    def run(self, step: Step) -> str:
        """Type a command into the student's own terminal and wait for its end."""
        terminal = self.terminal("student")
        terminal.type(step.command)
        if not terminal.wait(terminal.ended):
            self.failed(step, terminal.text(), f"has not ended after {PATIENCE} seconds")
            terminal.interrupt()
        elif not matches(step.shown, terminal.text()):
            self.failed(step, terminal.text(), "gives something else")
        elif not step.shown and terminal.status() != "0":
            self.failed(step, terminal.text(), f"ends with status {terminal.status()}, and the page does not show it")
        return terminal.text()

    def serve(self, step: Step) -> str:
        """Type a serving command and wait until its output has appeared and a new port listens."""
        terminal = self.terminal(step.terminal)
        if terminal.busy:
            terminal.interrupt()
        before = self.network.listening()
        terminal.type(step.command)
        terminal.wait(lambda: terminal.ended() or self.is_ready(step, terminal.text(), before), STARTING)
        if not self.is_ready(step, terminal.text(), before):
            ended = f"has ended with status {terminal.status()}"
            how = ended if terminal.ended() else "does not listen, or says something else"
            self.failed(step, terminal.text(), how)
        return terminal.text()

    def is_ready(self, step: Step, text: str, before: set[int]) -> bool:
        return bool(self.network.listening() - before) and matches(step.shown, text, begins=True)

    def look(self, step: Step) -> str:
        """Look at what a server has said since the last look; ``^C`` in the first line ends it first."""
        terminal = self.terminal(step.terminal)
        shown = step.shown.removeprefix("^C\n")
        if shown != step.shown:
            terminal.interrupt()
        if not terminal.wait(lambda: matches(shown, terminal.text(), begins=True), 5):
            self.failed(step, terminal.text(), "says something else")
        terminal.start = len(terminal.said)
        return terminal.text()

    def failed(self, step: Step, got: str, how: str) -> None:
        self.failures.append(
            f"{self.name}, line {step.line}: `{step.command or f'terminal {step.terminal}'}` {how}\n"
            f"--- shown\n{plain(step.shown)}--- got\n{plain(got)}"
        )


@contextmanager
def doing(name: str, text: str, folder: Path) -> Iterator[Doing]:
    """Do a page, a name and a text, in a copy of the project at ``folder``; at the end all that it started is ended."""
    copy_of_the_project(folder)
    lend_environment(folder)
    with network() as around:
        if around.holder is None:
            refuse_taken_ports(around, text)
        with ExitStack() as stack:
            done = Doing(name, folder, around, stack)
            yield done
        end = time.monotonic() + 5
        while around.processes() and time.monotonic() < end:
            time.sleep(0.02)
        done.failures += [left_running(name, process) for process in around.processes()]


def left_running(page: str, process: int) -> str:
    """End a process that a page has left; return the sentence about it."""
    words = Path(f"/proc/{process}/cmdline").read_bytes().replace(b"\0", b" ").decode("utf-8", errors="replace")
    with contextlib.suppress(ProcessLookupError):
        os.kill(process, signal.SIGKILL)
    return f"{page}: leaves a process running, {words}: show the command that ends it"


def main(arguments: list[str]) -> int:
    """Do a page (list of one str) and print what a student sees; return 1 if it is not what the page shows."""
    name = arguments[0]
    text = Path(name).read_text(encoding="utf-8")
    with tempfile.TemporaryDirectory() as folder, doing(name, text, Path(folder) / "wsgi_apps") as done:
        for step in steps(text):
            print(f"$ {step.command}" if step.command else f"(terminal {step.terminal})")
            print(plain(done.do(step)), end="")
    print("", *done.failures, sep="\n")
    return bool(done.failures)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
