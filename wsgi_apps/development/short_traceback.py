"""Tracebacks that show the lines of the program and leave out those of the framework and of Python."""

from __future__ import annotations

import re
import sysconfig
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from traceback import StackSummary, TracebackException
from typing import IO

PACKAGE = str(Path(__file__).resolve().parents[1])
PYTHON = tuple({sysconfig.get_path("stdlib"), sysconfig.get_path("platstdlib")})
INSTALLED = ("site-packages", "dist-packages")
HEAD = "Traceback (most recent call last):"
FRAME = re.compile(r'( *)File "(.+?)", line \d+, in ')
#: Python's own message for a step that is called on the class (``app = App``, ``@app.route("/")``) names no cause.
OF_A_CLASS = re.compile(r"\w+\.\w+\(\) missing 1 required positional argument: '(rule|f|function|code_or_exception)'")
CLASS_HINT = "Is it the class App itself? Write app = App(__name__), with the parentheses.\n"


@cache
def is_own(filename: str) -> bool:
    """Return whether a file belongs to the program: not to this package, to Python or to an installed library."""
    if filename.startswith("<"):  # <frozen importlib._bootstrap>
        return False
    path = str(Path(filename).resolve())
    return not (
        path.startswith((f"{PACKAGE}/", *(f"{folder}/" for folder in PYTHON))) or any(one in path for one in INSTALLED)
    )


def own_frames(stack: StackSummary) -> StackSummary:
    """Return the frames of a ``stack`` that are the program's."""
    return StackSummary.from_list([frame for frame in stack if is_own(frame.filename)])


def short_traceback(error: BaseException) -> str:
    """Return the traceback of an ``error`` with the frames of the program alone; whole where none is the program's.

    An earlier error that led to this one is shown if it came from the program too.
    """
    found = TracebackException.from_exception(error, compact=True)
    left_out = shorten(found)
    note = f"({counted(left_out)} of wsgi_apps and Python left out)\n" if left_out else ""
    hint = CLASS_HINT if OF_A_CLASS.match(str(error)) else ""
    return "".join(found.format()) + hint + note


def shorten(found: TracebackException) -> int:
    """Leave out of a traceback the frames that are not the program's; return how many. None if all of them are not."""
    own = own_frames(found.stack)
    if not own and not hasattr(found, "msg"):  # a SyntaxError shows its place by itself
        return 0
    before = [found.__cause__, found.__context__]
    if not any(one is not None and own_frames(one.stack) for one in before):
        found.__cause__ = found.__context__ = None
    left_out = len(found.stack) - len(own)
    found.stack = own
    return left_out + sum(shorten(one) for one in (found.__cause__, found.__context__) if one is not None)


def counted(frames: int) -> str:
    """Return how many frames, in words."""
    return "1 frame" if frames == 1 else f"{frames} frames"


class Folding:
    """Folds the tracebacks in a log that comes line by line. All other lines stay as they are."""

    def __init__(self) -> None:
        self.margin: int | None = None  # of the traceback that is being read; None outside of one
        self.inside = -1  # the margin of a frame that is left out; its source lines are further right
        self.left_out = 0

    def lines(self, lines: Iterable[str]) -> Iterator[str]:
        """Yield the ``lines`` that are shown."""
        for line in lines:
            yield from self.line(line)

    def line(self, line: str) -> Iterator[str]:
        """Yield what is shown for one ``line``: itself, nothing, or a note in front of it."""
        margin = len(line) - len(line.lstrip(" "))
        if line.strip() == HEAD:
            self.margin, self.inside, self.left_out = margin, -1, 0
        elif self.margin is not None:
            frame = FRAME.match(line)
            if margin <= self.margin or not line.strip():  # the exception itself: the traceback ends
                if self.left_out:
                    yield f"{' ' * (self.margin + 2)}({counted(self.left_out)} of wsgi_apps and Python left out)"
                self.margin, self.inside = None, -1
            elif frame and not is_own(frame[2]):
                self.inside = margin
                self.left_out += 1
                return
            elif margin > self.inside >= 0:
                return
            else:
                self.inside = -1
        yield line


class FoldedLog:
    """A text file for ``wsgi.errors`` that writes to another one with the tracebacks folded."""

    def __init__(self, file: IO[str]) -> None:
        self.file, self.folding, self.begun = file, Folding(), ""

    def write(self, text: str) -> int:
        """Write the lines that are shown; a line that has only begun waits for its end."""
        *lines, self.begun = (self.begun + text).split("\n")
        self.file.write("".join(f"{line}\n" for line in self.folding.lines(lines)))
        return len(text)

    def writelines(self, lines: Iterable[str]) -> None:
        """Write the ``lines``."""
        for line in lines:
            self.write(line)

    def flush(self) -> None:
        """Write the line that has only begun, and flush the file."""
        begun, self.begun = self.begun, ""
        self.file.write(begun)
        self.file.flush()
