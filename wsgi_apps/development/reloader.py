"""The reloader: it serves in a child process and starts that again when a file of the program changes."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterable
from contextlib import suppress
from pathlib import Path
from threading import Thread
from time import sleep

RELOADED = "WSGI_APPS_RELOADED"  # set in the process that serves, which the reloader starts
RELOAD = 3  # the exit status that says: start me again
INTERVAL = 0.5  # seconds between two looks at the files


def reloading(serve_here: Callable[[], None], extra: list[Path]) -> None:
    """Serve in a child process that ends when a file of the program, or an ``extra`` one, changes; start it again then."""
    if os.environ.get(RELOADED):
        known = files(extra)  # before anybody is told that it runs: what changes from then on is a change
        Thread(target=watch, args=[extra, os.getppid(), known], daemon=True).start()
        serve_here()
        return
    signal.signal(signal.SIGTERM, lambda number, frame: sys.exit(0))  # an exception, on whose way the child is ended
    with suppress(KeyboardInterrupt):
        sys.exit(started_again_and_again(extra))
    sys.exit(0)


def started_again_and_again(extra: list[Path]) -> int:
    """Start the child, again after each change; return the exit status (int) with which it ended for good.

    A child that fails after a change, of a half-written line say, is started again at the next change; one that fails
    at the very first start, at a port that is taken say, has failed.
    """
    has_served = False
    while True:
        known = files_around(extra)  # before the start: a change while the child starts is a change
        same = [sys.executable, *sys.orig_argv[1:]]  # the command that this process was started with
        status = subprocess.run(same, env=os.environ | {RELOADED: "1"}, check=False).returncode
        if status == RELOAD:
            has_served = True
        elif status and has_served:
            wait_for_change(known, extra)
        else:
            return status


def wait_for_change(known: dict[Path, float], extra: list[Path]) -> None:
    """Return when the files of the program are no longer the ``known`` ones."""
    sys.stderr.write(" * The program has failed: it is started again when a file changes\n")
    while files_around(extra) == known:
        sleep(INTERVAL)


def files(extra: list[Path]) -> dict[Path, float]:
    """Return the source files (Path) of the program, and ``extra`` ones, and when they were changed (Unix time, s)."""
    names = {getattr(module, "__file__", None) for module in list(sys.modules.values())}
    own = [name for name in names if name and "site-packages" not in name and not name.startswith(sys.base_prefix)]
    return times([*map(Path, own), *extra])


def files_around(extra: list[Path]) -> dict[Path, float]:
    """Return the same of these files and of those beside them, which a program that failed may have wanted."""
    known = files(extra)
    return known | times(path for folder in {path.parent for path in known} for path in folder.glob("*.py"))


def times(paths: Iterable[Path]) -> dict[Path, float]:
    """Return when the files of ``paths`` (Path) were changed, without those that are not there."""
    found = {}
    for path in paths:
        with suppress(OSError):  # an editor may delete a file and write it anew, at any moment
            found[path] = path.stat().st_mtime
    return found


def watch(extra: list[Path], parent: int, known: dict[Path, float]) -> None:
    """End the process when a file is no longer as it is ``known``, or when its ``parent`` (a process id) is gone."""
    while True:
        sleep(INTERVAL)
        if os.getppid() != parent:
            os._exit(0)
        now = files(extra)
        if any(now.get(path) != changed for path, changed in known.items()):
            sys.stderr.write(" * A file has changed: starting again\n")
            os._exit(RELOAD)
        known = now  # more files may have been loaded, which change later
