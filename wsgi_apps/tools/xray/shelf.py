"""The folder of the live traces, which several processes may share: the newest are kept, and none is half written."""

from __future__ import annotations

import atexit
import json
import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

from wsgi_apps.tools.xray.texts import Trouble
from wsgi_apps.tools.xray.trace import write, written

TRACE, ROW, HERE = ".json", ".row", ".here"
ONLY_MINE = 0o700


class Shelf:
    """A folder with at most so many traces. It is this user's alone, and removed when the process ends that made it."""

    def __init__(self, folder: Path | None, most: int) -> None:
        is_new = folder is None or not folder.exists()
        self.folder = Path(tempfile.mkdtemp(prefix="xray-")) if folder is None else own(folder)
        self.most, self.process = most, os.getpid()
        if is_new:
            atexit.register(self.leave)

    def put(self, name: str, trace: dict[str, Any]) -> None:
        """Put a trace into the folder, then its row of the list; take out what is too old."""
        if self.process != os.getpid():
            (own(self.folder) / f"{os.getpid()}{HERE}").touch()
        write(trace, str(self.folder / f"{name}{TRACE}"))
        write(row_of(name, trace), str(self.folder / f"{name}{ROW}"))
        for _, file in self.files()[self.most :]:
            for one in (file, file.with_suffix(TRACE)):
                one.unlink(missing_ok=True)

    def files(self) -> list[tuple[int, Path]]:
        """Return the files of the rows with the times at which they came (ns), the newest first."""
        found = []
        for file in self.folder.glob(f"*{ROW}"):
            with suppress(FileNotFoundError):  # another process has just taken it out
                found.append((file.stat().st_mtime_ns, file))
        return sorted(found, reverse=True)

    def rows(self, after: int = 0) -> Iterator[tuple[int, dict[str, Any]]]:
        """Yield the rows that came after a time (ns), the newest first, each with its time."""
        for came, file in self.files():
            if came > after:
                with suppress(FileNotFoundError):
                    yield came, json.loads(file.read_text(encoding="utf-8"))

    def trace(self, name: str) -> dict[str, Any] | None:
        """Return a trace, None for one that is not there, or not yet."""
        with suppress(FileNotFoundError):
            found: dict[str, Any] = json.loads((self.folder / f"{name}{TRACE}").read_text(encoding="utf-8"))
            return found
        return None

    def leave(self) -> None:
        """Remove the folder at the end of the process that made it. uWSGI's master has no such end: its last worker."""
        if os.getpid() != self.process:
            (self.folder / f"{os.getpid()}{HERE}").unlink(missing_ok=True)
            if "uwsgi" not in sys.modules or any(self.folder.glob(f"*{HERE}")):
                return
        self.remove()

    def remove(self) -> None:
        """Remove the folder with all that was put there."""
        for ending in (TRACE, ROW, HERE, ".part"):
            for file in self.folder.glob(f"*{ending}"):
                file.unlink(missing_ok=True)
        with suppress(OSError):  # something else is in it
            self.folder.rmdir()


def own(folder: Path) -> Path:
    """Return a folder that only this user may read; make it if it does not exist. Raises Trouble."""
    folder.mkdir(ONLY_MINE, parents=True, exist_ok=True)
    found = folder.stat()
    if found.st_mode & 0o077 or found.st_uid != os.getuid():
        raise Trouble("E8folder", folder=folder)
    return folder.resolve()


def row_of(name: str, trace: dict[str, Any]) -> dict[str, Any]:
    """Return what the list shows of a trace."""
    (way,) = trace["ways"]
    request, events = trace["request"], way["events"]
    return {
        "name": name,
        "method": request["method"],
        "target": request["target"],
        "status": way["status"],
        "events": len(events),
        "milliseconds": (events[-1][4] / 1000) if events else 0,
        "error": way["error"]["type"] if way["error"] else "",
    }


def as_line(row: dict[str, Any]) -> str:
    """Return a row as one line of JSON."""
    return written(row)
