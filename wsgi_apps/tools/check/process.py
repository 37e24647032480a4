"""What an application does to the process in a request: it prints, exits, forks, changes the folder or the signals."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stdout
from typing import Any, TextIO, cast

from wsgi_apps.tools.check.probe import Run

MOST = 1024 * 1024  # characters that may be printed
CALLS = ((os, "_exit"), (os, "fork"), (os, "chdir"), (signal, "signal"))
ENDING = ("_exit", "fork")


class Stopped(BaseException):
    """Raised where a program cannot be checked any further; the argument names the reason."""


class Printed:
    """A standard output that reports who writes to it."""

    encoding, errors = "utf-8", "replace"

    def __init__(self, run: Run) -> None:
        self.run, self.size = run, 0

    def write(self, text: str) -> int:
        """Report the line that prints; raise Stopped for very much."""
        place = self.run.own.caller(sys._getframe(1))
        if text.strip() and not self.size:
            self.run.report("W803", repr(text.strip()[:40]), place)
        self.size += len(text)
        if self.size > MOST:
            raise Stopped("prints")
        return len(text)

    def flush(self) -> None:
        """Do nothing: nothing is kept."""

    def isatty(self) -> bool:
        """Return that this is not a terminal."""
        return False


@contextmanager
def watched(run: Run) -> Iterator[None]:
    """Report what is done to the process while a ``with`` block runs."""
    kept = [(owner, name, getattr(owner, name)) for owner, name in CALLS]
    for owner, name, function in kept:
        setattr(owner, name, reporting(name, function, run))
    try:
        with redirect_stdout(cast("TextIO", Printed(run))):
            yield
    finally:
        for owner, name, function in kept:
            setattr(owner, name, function)


def reporting(name: str, function: Any, run: Run) -> Any:
    """Return a function that reports its call, then calls another, unless that would end or double the process."""

    def called(*arguments: Any, **keywords: Any) -> Any:
        place = run.own.caller(sys._getframe(1))
        if not place.outside:
            run.report("W804", f"{name}({', '.join(map(repr, arguments))[:40]})", place)
        if name in ENDING:
            raise SystemExit(f"{name} in a request")
        return function(*arguments, **keywords)

    return called
