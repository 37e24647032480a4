"""Source files: the statement that a line belongs to, and the text of a function.

Releases of Python differ in which lines of a statement they report. A step of a trace is a statement.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from types import CodeType

Functions = ast.FunctionDef | ast.AsyncFunctionDef
WHOLE_FILE = 500  # lines of a file, such as a template, that is shown whole


class Source:
    """A file: its lines and, if it is Python, its statements and functions."""

    def __init__(self, file: str) -> None:
        try:
            text = Path(file).read_text(encoding="utf-8", errors="replace")
        except OSError:
            text = ""
        self.lines = text.splitlines()
        try:
            tree = ast.parse(text) if file.endswith(".py") else ast.Module([], [])
        except (SyntaxError, ValueError):
            tree = ast.Module([], [])
        self.firsts = dict(firsts_of(tree))
        self.functions = {first_line(node): node for node in ast.walk(tree) if isinstance(node, Functions)}

    def statement(self, line: int) -> int:
        """Return the first line of the statement that a line belongs to."""
        return self.firsts.get(line, line)

    def text_of(self, code: CodeType) -> tuple[int, list[str], list[int] | None, str]:
        """Return the first line of a function, its lines, the lines of its docstring, and the first of these."""
        node = self.functions.get(code.co_firstlineno)
        if node is None:
            first, last = self.span(code)
            return first, self.lines[first - 1 : last], None, ""
        lines = self.lines[code.co_firstlineno - 1 : node.end_lineno]
        doc = ast.get_docstring(node) or ""
        span = [node.body[0].lineno, node.body[0].end_lineno or 0] if doc else None
        return code.co_firstlineno, lines, span, doc.partition("\n")[0]

    def span(self, code: CodeType) -> tuple[int, int]:
        """Return the lines of code that is not a ``def``: a lambda's statement, or the whole of a template."""
        if not self.firsts:
            return 1, min(len(self.lines), WHOLE_FILE)
        first = self.statement(code.co_firstlineno)
        return first, max((line for line, start in self.firsts.items() if start == first), default=first)


def firsts_of(tree: ast.AST) -> Iterator[tuple[int, int]]:
    """Yield each line of the statements of a tree and the first line of the innermost statement around it."""
    for node in ast.walk(tree):
        if isinstance(node, ast.stmt):
            first = first_line(node)
            yield from ((line, first) for line in range(first, last_line(node) + 1))


def first_line(node: ast.stmt) -> int:
    """Return the first line of a statement, its decorators counted in."""
    decorators: list[ast.expr] = getattr(node, "decorator_list", [])
    return min([node.lineno, *(one.lineno for one in decorators)])


def last_line(node: ast.stmt) -> int:
    """Return the last line of a statement; of one that has others inside, the last line before them."""
    inside = [one for field in ("body", "handlers", "cases") for one in getattr(node, field, ())]
    if not inside:
        return node.end_lineno or node.lineno
    first: ast.AST = inside[0]
    start: int = first_line(first) if isinstance(first, ast.stmt) else getattr(first, "lineno", node.lineno)
    return max(node.lineno, start - 1)


@cache
def source_of(file: str) -> Source:
    """Return a file, which is read once."""
    return Source(file)
