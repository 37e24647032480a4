"""Patterns: a text with variables in it, and which variable holds what.

A pattern is a regex with a group for every variable. A regex that fails turns back and tries again, and with several
variables, as in ``<a>-<b>-<c>.<d>``, that takes up to a power of the text's length: seconds for a thousand characters. So
a long text is split step by step instead, in the same order of preference, but no place is tried twice.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from itertools import accumulate, count, pairwise
from typing import Any, NamedTuple

from .converters import (
    AnyConverter,
    BaseConverter,
    FloatConverter,
    IntegerConverter,
    PathConverter,
    UnicodeConverter,
    UUIDConverter,
)

#: Up to so many characters a regex is quicker, whatever it does.
SHORT = 64
#: The regexes that a function of Python's tells of as well, and quicker: about a text that holds no slash.
QUICKLY: dict[str, Callable[[str], object]] = {"[^/]+": bool, "[^/]{1,}": bool, r"\d+": str.isdecimal}


class Variable(NamedTuple):
    """A variable of a rule: its name, and the converter (an object) that its text goes through."""

    name: str
    converter: BaseConverter


#: A slash, a text without a slash, or a variable.
Piece = str | Variable
#: A function that returns the texts of the variables in a text, or None.
Split = Callable[[str], "tuple[str, ...] | None"]


def pattern(pieces: Iterable[Piece]) -> str:
    """Return the regex (str) of the ``pieces``: every variable is a group, named by its number."""
    numbers = count()
    return "".join(
        f"(?P<_{next(numbers)}>{piece.converter.regex})" if isinstance(piece, Variable) else re.escape(piece)
        for piece in pieces
    )


def whole(converter: BaseConverter) -> Callable[[str], object]:
    """Return a function that tells whether a text can be the value of the ``converter``."""
    return QUICKLY.get(converter.regex) or re.compile(converter.regex).fullmatch


def splitter(pieces: list[Piece]) -> Split:
    """Return the function that finds the variables among the ``pieces`` in a text. Raises re.error for a bad regex."""
    compiled = re.compile(pattern(pieces))
    groups = [group for name, group in compiled.groupindex.items() if re.fullmatch(r"_\d+", name)]
    steps = [steps_of(piece) for piece in pieces]
    stepwise = len(groups) > 1 and all(steps)

    def split(text: str) -> tuple[str, ...] | None:
        if stepwise and len(text) > SHORT:
            return split_stepwise(pieces, steps, text)
        found = compiled.fullmatch(text)
        return found and tuple(map(found.__getitem__, groups))

    return split


class Run(NamedTuple):
    """A step: ``least`` to ``most`` characters (a regex for one), as many as possible or, if ``lazy``, as few."""

    characters: str
    least: int = 1
    most: float = float("inf")
    lazy: bool = False

    def limits(self, text: str) -> list[int]:
        """Return for every place in the ``text`` where the characters that begin there end."""
        limits = list(range(len(text) + 1))
        for run in re.finditer(f"{self.characters}+", text):
            limits[run.start() : run.end()] = [run.end()] * len(run[0])
        return limits

    def ends(self, text: str, start: int, limits: list[int], tried: bytearray) -> Iterator[int]:
        """Yield where the step may end if it begins at ``start``, without the places that were ``tried``."""
        find = tried.find if self.lazy else tried.rfind
        stop = int(min(limits[start], start + self.most)) + 1
        while (end := find(0, start + self.least, stop)) >= 0:
            yield end


class Words(NamedTuple):
    """A step: one of the words, the first that leads on."""

    words: tuple[str, ...]

    def limits(self, text: str) -> list[int]:
        """Return nothing: the words say themselves where they end."""
        return []

    def ends(self, text: str, start: int, limits: list[int], tried: bytearray) -> Iterator[int]:
        """Yield where the step may end if it begins at ``start``, without the places that were ``tried``."""
        for word in self.words:
            end = start + len(word)
            if text.startswith(word, start) and not tried[end]:
                yield end


Step = Run | Words
SIGN, DIGITS, DOT, DASH = Words(("-", "")), Run(r"\d"), Words((".",)), Words(("-",))
HEX_4, HEX_8, HEX_12 = (Run("[0-9A-Fa-f]", number, number) for number in (4, 8, 12))

#: The steps that make the regex of each built-in converter.
STEPS: dict[type[BaseConverter], Callable[[Any], list[Step]]] = {
    UnicodeConverter: lambda string:  [Run("[^/]", *string.bounds)],
    IntegerConverter: lambda integer: [*[SIGN][: integer.signed], DIGITS],
    FloatConverter:   lambda number:  [*[SIGN][: number.signed], DIGITS, DOT, DIGITS],
    AnyConverter:     lambda words:   [Words(words.items)],
    UUIDConverter:    lambda uuid:    [HEX_8, DASH, HEX_4, DASH, HEX_4, DASH, HEX_4, DASH, HEX_12],
    PathConverter:    lambda path:    [Run("[^/]", 1, 1), Run(".", 0, lazy=True)],
}  # fmt: skip


def steps_of(piece: Piece) -> list[Step]:
    """Return the steps of one piece; none if its converter is not a built-in one, which only its regex describes."""
    if isinstance(piece, str):
        return [Words((piece,))]
    steps = STEPS.get(type(piece.converter))
    return steps(piece.converter) if steps else []


def split_stepwise(pieces: list[Piece], steps: list[list[Step]], text: str) -> tuple[str, ...] | None:
    """Return what the regex of the ``pieces`` would find in the ``text``, in time that grows as its length does."""
    ends = follow([step for group in steps for step in group], text)
    if ends is None:
        return None
    last = list(accumulate(map(len, steps)))
    places = [0, *(ends[number - 1] for number in last)]
    return tuple(
        text[slice(*span)] for span, piece in zip(pairwise(places), pieces, strict=True) if isinstance(piece, Variable)
    )


def follow(steps: list[Step], text: str) -> list[int] | None:
    """Return where each of the ``steps`` ends in the ``text``; None if they do not lead to its end."""
    limits = [step.limits(text) for step in steps]
    tried = [bytearray(len(text) + 1) for _ in steps]

    def onward(number: int, start: int) -> list[int] | None:
        if number == len(steps):
            return [] if start == len(text) else None
        for end in steps[number].ends(text, start, limits[number], tried[number]):
            tried[number][end] = True  # what the steps after it find does not depend on how this place was reached
            ends = onward(number + 1, end)
            if ends is not None:
                return [end, *ends]
        return None

    return onward(0, 0)
