"""The reloader: it serves in a child process, and starts the process again when a file of the program changes."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterable
from contextlib import suppress
from contextvars import ContextVar
from pathlib import Path
from threading import Thread
from time import sleep

RELOADED = "WSGI_APPS_RELOADED"  # set in the process that serves, which the reloader starts
RELOAD = 3  # the exit status that asks for another start
#: Whether a command is importing a program, which must not start a server itself meanwhile.
LOADING = ContextVar("wsgi_apps.loading", default=False)
INTERVAL = 0.5  # seconds between two looks at the files


def reloading(serve_here: Callable[[], None], extra: list[Path]) -> None:
    """Serve in a child process, and start it again when a file of the program or an ``extra`` one changes."""
    if os.environ.get(RELOADED):
        known = files(extra)  # before the server says that it runs: later changes count
        Thread(target=watch, args=[extra, os.getppid(), known], daemon=True).start()
        serve_here()
        return
    signal.signal(signal.SIGTERM, lambda number, frame: sys.exit(0))  # exit by an exception, which ends the child too
    with suppress(KeyboardInterrupt):
        sys.exit(run_until_done(extra))
    sys.exit(0)


def run_until_done(extra: list[Path]) -> int:
    """Start the child, and again after each change; return the exit status with which it ended for good.

    If the child fails after a change, as for a half-written line, the next change starts it again. If it fails at its
    first start, as for a port that is in use, it is not started again.
    """
    has_served = False
    while True:
        known = files_around(extra)  # before the start: a change during the start counts too
        same = [sys.executable, *sys.orig_argv[1:]]  # the command line of this process
        status = subprocess.run(same, env=os.environ | {RELOADED: "1"}, check=False).returncode
        if status == RELOAD:
            has_served = True
        elif status and has_served:
            wait_for_change(known, extra)
        else:
            return status


def wait_for_change(known: dict[Path, float], extra: list[Path]) -> None:
    """Wait until the files of the program differ from the ``known`` ones."""
    sys.stderr.write(" * The program failed. It starts again when a file changes\n")
    while files_around(extra) == known:
        sleep(INTERVAL)


def files(extra: list[Path]) -> dict[Path, float]:
    """Return the last change of each source file of the program and of the ``extra`` ones (Unix time in seconds)."""
    names = {getattr(module, "__file__", None) for module in list(sys.modules.values())}
    own = [name for name in names if name and "site-packages" not in name and not name.startswith(sys.base_prefix)]
    return times([*map(Path, own), *extra])


def files_around(extra: list[Path]) -> dict[Path, float]:
    """Return the same for these files and those beside them, which a failed program may have tried to import."""
    known = files(extra)
    return known | times(path for folder in {path.parent for path in known} for path in folder.glob("*.py"))


def times(paths: Iterable[Path]) -> dict[Path, float]:
    """Return the last change of each file of ``paths`` that exists, as Unix time in seconds."""
    found = {}
    for path in paths:
        with suppress(OSError):  # an editor may delete a file at any moment, and write it again
            found[path] = path.stat().st_mtime
    return found


def watch(extra: list[Path], parent: int, known: dict[Path, float]) -> None:
    """End the process when one of the ``known`` files changes, or when the process with the id ``parent`` has ended."""
    while True:
        sleep(INTERVAL)
        if os.getppid() != parent:
            os._exit(0)
        now = files(extra)
        if any(now.get(path) != changed for path, changed in known.items()):
            sys.stderr.write(" * A file has changed: starting again\n")
            os._exit(RELOAD)
        known = now  # the program may have imported more files, which can change later
