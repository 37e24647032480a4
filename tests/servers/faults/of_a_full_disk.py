"""Fill the disk under a counter in SQLite, and make space again: ``python -m tests.servers.faults.of_a_full_disk``.

It wants to mount a small file system that nobody else sees (``in_a_network_of_its_own``).
"""

from __future__ import annotations

import json
import os
import subprocess
import tempfile
from pathlib import Path

from tests.servers.faults import servers
from tests.servers.faults.faults import COUNTER, answer_in_full, tally
from tests.servers.faults.load import Load, value

SIZE = "1m"


def main() -> dict[str, object]:
    with tempfile.TemporaryDirectory() as name:
        disk, logs = Path(name, "disk"), Path(name, "logs")
        disk.mkdir()
        subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={SIZE}", "tmpfs", str(disk)], check=True)
        try:
            return filled(disk, logs)
        finally:
            subprocess.run(["umount", str(disk)], check=True)


def filled(disk: Path, logs: Path) -> dict[str, object]:
    with servers.uwsgi(COUNTER, logs, COUNTER_URL=f"sqlite:///{disk}/counter.db") as server, Load(server.url) as load:
        load.more(20)
        filler = disk / "filler"
        fill(filler)
        load.more(5, lambda told: told.status == 503)
        free = os.statvfs(disk).f_bavail * os.statvfs(disk).f_bsize
        meanwhile = answer_in_full(server.url)
        filler.unlink()
        again = load.more(20)
        load.__exit__()
        line = next(line for line in server.log.splitlines() if "does not answer" in line)
        figures = tally(load, value(server.url))
    line = line.replace(str(disk), "...")
    return {
        **figures,
        "free": free,
        "response during the fault": meanwhile,
        "log": line,
        "seconds until counting again": round(again, 2),
    }


def fill(file: Path) -> None:
    """Write until there is no space."""
    with file.open("wb", buffering=0) as full:
        try:
            while True:
                full.write(b"x" * 4096)
        except OSError:
            return


if __name__ == "__main__":
    print(json.dumps(main()))
