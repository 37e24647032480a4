"""Patterns: a text with variables in it, and which variable holds what.

A pattern is a regex with a group for every variable. A regex that fails turns back and tries again, and with several
variables, as in ``<a>-<b>-<c>.<d>``, that takes up to a power of the text's length: seconds for a thousand characters. So
a long text is split step by step instead, in the same order of preference, but no place is tried twice.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from wsgi_apps.routing.converters import AnyConverter, BaseConverter

#: What makes a step in a regex.
STEP = re.compile(
    r"""
    ( \[ (?: [^]\\] | \\. )+ \]                         # one of several characters,
    | \\ [dswDSW\W]                                     # one of a kind, one with a backslash before it,
    | [^][\\^$*+?{}|()] )                               # or any other that means itself; the dot is of a kind
    (?: ( [*+?] | \{ \d+ (?: , \d* )? \} ) ( \? )? )?   # how many of it, and whether as few as possible
    """,
    re.VERBOSE,
)
TIMES = {"": "1", "?": "0,1", "*": "0,", "+": "1,"}


class Variable(NamedTuple):
    """A variable of a rule: its name, and the converter (an object) that its text goes through."""

    name: str
    converter: BaseConverter


#: A slash, a text without a slash, or a variable.
Piece = str | Variable


def pattern(pieces: Iterable[Piece]) -> str:
    """Return the regex (str) of the ``pieces``: every variable is a group, named by its place among them."""
    return "".join(
        f"(?P<_{place}>{piece.converter.regex})" if isinstance(piece, Variable) else re.escape(piece)
        for place, piece in enumerate(pieces)
    )


class Step(NamedTuple):
    """One of the ``words``, the first that leads on; then ``least`` to ``most`` times a character (a regex for one).

    There are as many of the characters as possible or, if ``lazy``, as few.
    """

    words: tuple[str, ...]
    character: str = "."
    least: int = 0
    most: float = 0
    lazy: bool = False

    def limits(self, text: str) -> list[int]:
        """Return for every place in the ``text`` where the characters that begin there end."""
        limits = list(range(len(text) + 1))
        for run in re.finditer(f"{self.character}+", text):
            limits[run.start() : run.end()] = [run.end()] * len(run[0])
        return limits

    def ends(self, text: str, start: int, limits: list[int], tried: bytearray) -> Iterator[int]:
        """Yield where the step may end if it begins at ``start``, without the places that were ``tried``."""
        find = tried.find if self.lazy else tried.rfind
        for word in self.words:
            if text.startswith(word, start):
                begin = start + len(word)
                stop = int(min(limits[begin], begin + self.most)) + 1
                while (end := find(0, begin + self.least, stop)) >= 0:
                    yield end


def steps_of(piece: Piece) -> list[Step]:
    """Return the steps of one piece; none for a regex that is more than a row of characters, each so many times."""
    if isinstance(piece, str):
        return [Step((piece,))]
    if type(piece.converter) is AnyConverter:
        return [Step(piece.converter.items)]
    steps, read = [], ""
    for found in STEP.finditer(piece.converter.regex):
        character, times, lazy = found.groups(default="")
        least, comma, most = TIMES.get(times, times[1:-1]).partition(",")
        steps.append(Step(("",), character, int(least), float(most or ("inf" if comma else least)), bool(lazy)))
        read += found[0]
    return steps if read == piece.converter.regex else []


def divide(text: str, rows: dict[str, list[Step]]) -> dict[str, str] | None:
    """Return what each row of steps holds of a ``text``, as a regex would divide it, in time that grows as its length does."""
    steps = [(name, step, step.limits(text), bytearray(len(text) + 1)) for name, row in rows.items() for step in row]
    held = dict.fromkeys(rows, "")

    def leads_on(number: int, start: int) -> bool:
        """Tell whether the steps from ``number`` on lead to the end, and keep the text that each of them holds."""
        if number == len(steps):
            return start == len(text)
        name, step, limits, tried = steps[number]
        for end in step.ends(text, start, limits, tried):
            tried[end] = True  # what the steps after it find does not depend on how this place was reached
            if leads_on(number + 1, end):
                held[name] = text[start:end] + held[name]
                return True
        return False

    return held if leads_on(0, 0) else None
