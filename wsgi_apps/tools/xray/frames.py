"""Frames: the function of one, the line at which it is, and the arguments with which it begins."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from types import CodeType, FrameType
from typing import Any

from wsgi_apps.tools.xray.sources import source_of

Place = tuple[int, int]  # of a function, and a line


@dataclass
class Function:
    """A function that was called: its place in the trace, its code, and its file."""

    index: int
    code: CodeType
    zone: str
    path: str
    lines: bool  # whether its lines are recorded

    @property
    def name(self) -> str:
        """Its qualified name."""
        return self.code.co_qualname


def line_at(frame: FrameType) -> int:
    """Return the line at which a frame is: the first one of the statement, or the line of the template."""
    code, line = frame.f_code, frame.f_lineno or 0
    if not code.co_filename.endswith(".py"):
        return template_line(frame.f_globals.get("debug_info"), line)
    return line if line == code.co_firstlineno else source_of(code.co_filename).statement(line)


def template_line(table: object, line: int) -> int:
    """Return the line of a template for a line of the code that Jinja2 has made of it, by its table of both."""
    pairs = [one.split("=") for one in table.split("&")] if type(table) is str and table else []
    return next((int(template) for template, python in reversed(pairs) if int(python) <= line), 1)


def arguments_of(frame: FrameType) -> Iterator[tuple[str, Any]]:
    """Yield the names and values of the arguments of a frame that begins."""
    code = frame.f_code
    count = code.co_argcount + code.co_kwonlyargcount + bool(code.co_flags & 4) + bool(code.co_flags & 8)
    variables = frame.f_locals
    yield from ((name, variables[name]) for name in code.co_varnames[:count] if name in variables)
