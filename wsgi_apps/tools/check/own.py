"""Whose line is it? The files of the student, apart from the standard library and the frameworks."""

from __future__ import annotations

import ast
import sysconfig
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from types import FrameType, TracebackType
from typing import Any

PACKAGE = str(Path(__file__).resolve().parents[2])
STANDARD = tuple({sysconfig.get_path("stdlib"), sysconfig.get_path("platstdlib")})
INSTALLED = ("site-packages", "dist-packages")
WSGI = "start_response"


@dataclass(frozen=True)
class Place:
    """A line of a file; ``outside`` if the file is not the student's."""

    file: str = ""
    line: int = 0
    outside: bool = False


NOWHERE = Place(outside=True)


class Own:
    """The student's files: the one that was named, and the folder around it."""

    def __init__(self, file: str = "", folder: str = "") -> None:
        self.file, self.folder = file, folder
        self.known: dict[str, bool] = {}

    def has(self, file: str) -> bool:
        """Return whether a file is the student's."""
        found = self.known.get(file)
        if found is None:
            found = self.known[file] = self.is_own(file)
        return found

    def is_own(self, file: str) -> bool:
        """Return whether a file is the named one, or in its folder and not installed there."""
        if file == self.file:
            return bool(file)
        library = is_standard(file) or file.startswith(f"{PACKAGE}/") or any(part in file for part in INSTALLED)
        return bool(self.folder) and not library and file.startswith(f"{self.folder}/")

    def caller(self, frame: FrameType | None) -> Place:
        """Return the line that asked for what a frame does; the standard library between the two does not count."""
        while frame is not None and is_standard(frame.f_code.co_filename):
            frame = frame.f_back
        if frame is None or not self.has(frame.f_code.co_filename):
            return NOWHERE
        return Place(frame.f_code.co_filename, frame.f_lineno)

    def raised(self, error: BaseException) -> Place:
        """Return the student's line of an exception: the innermost, unless the line only calls another application."""
        entries = list(entries_of(error.__traceback__))
        mine = [i for i, one in enumerate(entries) if self.has(one.tb_frame.f_code.co_filename)]
        if not mine or any(takes_requests(one.tb_frame) for one in entries[mine[-1] + 1 :]):
            return NOWHERE
        last = entries[mine[-1]]
        return Place(last.tb_frame.f_code.co_filename, last.tb_lineno)


def is_standard(file: str) -> bool:
    """Return whether a file belongs to the standard library, or to no file at all."""
    return file.startswith("<") or (file.startswith(STANDARD) and not any(part in file for part in INSTALLED))


def entries_of(entry: TracebackType | None) -> Iterator[TracebackType]:
    """Yield the entries of a traceback, the outermost first."""
    while entry is not None:
        yield entry
        entry = entry.tb_next


def takes_requests(frame: FrameType) -> bool:
    """Return whether a frame is that of a WSGI application: what it raises is not its caller's."""
    code = frame.f_code
    return WSGI in code.co_varnames[: code.co_argcount]


class LastLine:
    """A trace function that remembers the last line that ran in the student's files."""

    def __init__(self, own: Own) -> None:
        self.own = own
        self.place = NOWHERE

    def __call__(self, frame: FrameType, event: str, argument: Any) -> Any:
        """Follow a call into the student's files only."""
        return self.line if self.own.has(frame.f_code.co_filename) else None

    def line(self, frame: FrameType, event: str, argument: Any) -> Any:
        """Remember a line."""
        if event == "line":
            self.place = Place(frame.f_code.co_filename, frame.f_lineno)
        return self.line


class Sources:
    """The texts of the student's files, and their syntax trees."""

    def __init__(self, files: list[str]) -> None:
        self.texts = {file: Path(file).read_text(encoding="utf-8", errors="replace") for file in files}
        self.trees = {file: ast.parse(text) for file, text in self.texts.items()}

    def lines(self, file: str) -> list[str]:
        """Return the lines of a file, none for one that is not known."""
        return self.texts.get(file, "").splitlines()

    def constants(self) -> Iterator[tuple[str, Place]]:
        """Yield each text that stands in the source, with its place; docstrings are not among them."""
        for file, tree in self.trees.items():
            unread = set(documentation(tree))
            for node in ast.walk(tree):
                if isinstance(node, ast.Constant) and isinstance(node.value, str) and node not in unread:
                    yield node.value, Place(file, node.lineno)

    def literal(self, *wanted: str) -> Place:
        """Return the first place of a text that contains one of the ``wanted``, compared without case."""
        names = [one.lower() for one in wanted]
        places = [place for text, place in self.constants() if any(name in text.lower() for name in names)]
        return min(places, key=lambda place: place.line, default=NOWHERE)


def documentation(tree: ast.AST) -> Iterator[ast.AST]:
    """Yield the nodes that are texts standing alone, such as docstrings."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            yield node.value
