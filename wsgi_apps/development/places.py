"""The places that an exception came through: file, line, function, and in the program the local variables."""

from __future__ import annotations

import linecache
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from inspect import unwrap
from pathlib import Path
from traceback import FrameSummary, extract_tb, walk_tb
from types import BuiltinFunctionType, FunctionType, ModuleType
from typing import Any

from wsgi_apps.development.short_traceback import INSTALLED, PACKAGE, PYTHON, is_own

#: Above the framework, and Python's library.
FOLDERS = (Path(PACKAGE).parent, *map(Path, PYTHON))
#: Classes of local variables that are not shown: a module is full of them.
DULL = (ModuleType, FunctionType, BuiltinFunctionType, type)


@dataclass(frozen=True)
class Place:
    """A line that was being executed. Its characters from ``start`` to ``end`` are the part that raised, if known."""

    file: str
    number: int
    name: str
    start: int = 0
    end: int = 0
    values: Mapping[str, Any] = field(default_factory=dict)

    @property
    def is_own(self) -> bool:
        """Whether the file belongs to the program."""
        return is_own(self.file)

    @property
    def shown_file(self) -> str:
        """The file as a reader knows it: below the current folder, or below where libraries are installed."""
        for folder in INSTALLED:
            _, found, rest = self.file.partition(f"/{folder}/")
            if found:
                return rest
        above = next((folder for folder in (Path.cwd(), *FOLDERS) if Path(self.file).is_relative_to(folder)), "")
        return str(Path(self.file).relative_to(above)) if above else self.file

    @property
    def line(self) -> str:
        """The text of the line."""
        return linecache.getline(self.file, self.number).rstrip()

    def around(self, lines: int) -> Iterator[tuple[int, str]]:
        """Yield the line and so many ``lines`` before and after it, each with its number."""
        first = max(1, self.number - lines)
        whole = linecache.getlines(self.file)
        yield from enumerate((line.rstrip() for line in whole[first - 1 : self.number + lines]), first)


def places_of(error: BaseException) -> list[Place]:
    """Return the places that an ``error`` came through, the one that raised it last."""
    frames = [frame for frame, _ in walk_tb(error.__traceback__)]
    found = []
    for summary, frame in zip(extract_tb(error.__traceback__), frames, strict=True):
        values = dict(frame.f_locals) if is_own(summary.filename) else {}
        start, end = columns(summary)
        found.append(Place(summary.filename, summary.lineno or 0, summary.name, start, end, telling(values)))
    if isinstance(error, SyntaxError) and error.filename and is_own(error.filename):
        found.append(Place(error.filename, error.lineno or 0, "<module>"))
    return found


def columns(summary: FrameSummary) -> tuple[int, int]:
    """Return the first and the last character of what raised; both 0 if it is the whole line, or more than one."""
    start, end = summary.colno, summary.end_colno
    text = linecache.getline(summary.filename, summary.lineno or 0).rstrip()
    if start is None or end is None or summary.end_lineno != summary.lineno:
        return 0, 0
    data = text.encode()  # Python counts bytes
    first, last = len(data[:start].decode(errors="replace")), len(data[:end].decode(errors="replace"))
    return (0, 0) if text[:first].strip() == "" and text[last:].strip() == "" else (first, last)


def telling(values: Mapping[str, Any]) -> dict[str, Any]:
    """Return the local variables that help a reader: without modules, functions and Python's own names."""
    return {
        name: value
        for name, value in values.items()
        if type(value) not in DULL and not (name.startswith("__") or name == "self")
    }


def place_of_view(view: Any) -> list[Place]:
    """Return the beginning of a ``view``, for an error without a place in the program."""
    code = getattr(unwrap(view), "__code__", None) if callable(view) else None
    return [Place(code.co_filename, code.co_firstlineno, code.co_name)] if code else []


def causes(error: BaseException) -> Iterator[BaseException]:
    """Yield the exceptions that led to an ``error``, the last one first."""
    seen = {id(error)}
    cause = next_cause(error)
    while cause is not None and id(cause) not in seen:
        seen.add(id(cause))
        yield cause
        cause = next_cause(cause)


def next_cause(error: BaseException) -> BaseException | None:
    """Return the exception that led to an ``error``, as Python shows it, or None."""
    return error.__cause__ or (None if error.__suppress_context__ else error.__context__)
