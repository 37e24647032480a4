"""The splitter: it divides a long segment among several variables in linear time. Read it last, or never.

A regex that fails goes back and tries again. With several variables, as in ``<a>-<b>-<c>.<d>``, the number of tries
grows as a power of the length: a text of a thousand characters takes seconds. The splitter prefers the same divisions
in the same order, but it tries no place twice.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

from wsgi_apps.routing.converters import AnyConverter
from wsgi_apps.routing.rule_syntax import Token

#: One item of a regex.
ITEM = re.compile(
    r"""
    ( \[ (?: [^]\\] | \\. )+ \]                         # one of several characters,
    | \\ [dswDSW\W]                                     # one of a kind, one with a backslash before it,
    | [^][\\^$*+?{}|()] )                               # or any other that means itself; the dot is of a kind
    (?: ( [*+?] | \{ \d+ (?: , \d* )? \} ) ( \? )? )?   # how many of it, and whether as few as possible
    """,
    re.VERBOSE,
)
TIMES = {"": "1", "?": "0,1", "*": "0,", "+": "1,"}


class Run(NamedTuple):
    """One of the ``words``, the first that leads on; then ``least`` to ``most`` times a character (a regex for one).

    A run takes as many of the characters as possible or, if it is ``lazy``, as few.
    """

    words: tuple[str, ...]
    character: str = "."
    least: int = 0
    most: float = 0
    lazy: bool = False

    def limits(self, text: str) -> list[int]:
        """Return for every place in the ``text`` where the row of such characters that begins there ends."""
        limits = list(range(len(text) + 1))
        for row in re.finditer(f"{self.character}+", text):
            limits[row.start() : row.end()] = [row.end()] * len(row[0])
        return limits

    def ends(self, text: str, start: int, limits: list[int], tried: bytearray) -> Iterator[int]:
        """Yield where the run may end if it begins at ``start``, without the places that were ``tried``."""
        find = tried.find if self.lazy else tried.rfind
        for word in self.words:
            if text.startswith(word, start):
                begin = start + len(word)
                stop = int(min(limits[begin], begin + self.most)) + 1
                while (end := find(0, begin + self.least, stop)) >= 0:
                    yield end


def runs_of(token: Token) -> list[Run]:
    """Return the runs of one token; none if its regex is more than a row of characters with a number of times each."""
    if isinstance(token, str):
        return [Run((token,))]
    if type(token.converter) is AnyConverter:
        return [Run(token.converter.items)]
    runs, read = [], ""
    for found in ITEM.finditer(token.converter.regex):
        character, times, lazy = found.groups(default="")
        least, comma, most = TIMES.get(times, times[1:-1]).partition(",")
        runs.append(Run(("",), character, int(least), float(most or ("inf" if comma else least)), bool(lazy)))
        read += found[0]
    return runs if read == token.converter.regex else []


def split(text: str, rows: dict[str, list[Run]]) -> dict[str, str] | None:
    """Return the text of each row of runs, divided in linear time as a regex divides it; None if nothing fits."""
    runs = [(name, run, run.limits(text), bytearray(len(text) + 1)) for name, row in rows.items() for run in row]
    held = dict.fromkeys(rows, "")

    def leads_on(number: int, start: int) -> bool:
        """Return whether the runs from ``number`` on lead to the end, and keep the text that each of them holds."""
        if number == len(runs):
            return start == len(text)
        name, run, limits, tried = runs[number]
        for end in run.ends(text, start, limits, tried):
            tried[end] = True  # the runs after it do not depend on how this place was reached
            if leads_on(number + 1, end):
                held[name] = text[start:end] + held[name]
                return True
        return False

    return held if leads_on(0, 0) else None
