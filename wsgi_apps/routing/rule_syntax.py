"""Parts: the text of a rule, read and cut where the router takes a step.

The grammar is Werkzeug's: ``<converter(arguments):variable>``, where the converter and its arguments may be left out.
A rule is cut at every slash. A piece between two slashes is static text, or one pattern if it has a variable in it. From
the piece on whose converter takes slashes, such as ``path``, all the rest of the rule is one pattern.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from wsgi_apps.routing.converters import Converters
from wsgi_apps.routing.splitter import Piece, Variable, divide, pattern, steps_of

TOKEN = re.compile(
    r"""
    (?P<literal> / | [^</]+ )                   # a slash, or text up to the next slash or variable
  | <
    (?:
        (?P<converter> [a-zA-Z_]\w* )           # the name of a converter
        (?: \( (?P<arguments> .*? ) \) )?       # its arguments
        :
    )?
    (?P<variable> [a-zA-Z_]\w* )                # the name of the variable
    >
    """,
    re.VERBOSE | re.ASCII,
)
ARGUMENT = re.compile(
    r"""
    \s* (?: (?P<name> \w+ ) \s* = \s* )?        # min =
    (?: (?P<quote> ["'] ) (?P<quoted> .*? ) (?P=quote)
      | (?P<plain> -? [\w.]+ )                  # 5, -0.5, True, word
    )
    \s* (?: , \s* | \Z )
    """,
    re.VERBOSE,
)
CONSTANTS = {"True": True, "False": False, "None": None}

#: Up to so many characters a regex is quicker, whatever it does.
SHORT = 64
#: The regexes that a function of Python's tells of as well, and quicker: about a text that holds no slash.
QUICKLY: dict[str, Callable[[str], object]] = {"[^/]+": bool, "[^/]{1,}": bool, r"\d+": str.isdecimal}


class Part:
    """The pattern that the router looks for in one step along a path.

    A ``final`` part takes all the rest of the path, but for the slash at its end if the part is a ``branch``. Of two parts
    the one with the smaller ``weight`` goes first: more literals, then longer ones, then more variables, then lighter ones.
    Parts whose ``key`` is equal look for the same. ``accepts`` tells whether a segment is what the only variable holds.
    Raises re.error for a converter's regex that is none.
    """

    def __init__(self, pieces: list[Piece]) -> None:
        self.final = takes_slashes(pieces)
        self.branch = self.final and pieces[-1] == "/"
        pieces = pieces[:-1] if self.branch else pieces
        literals = tuple(-len(piece) for piece in pieces if isinstance(piece, str) and piece != "/")
        converters = {place: piece.converter for place, piece in enumerate(pieces) if isinstance(piece, Variable)}
        weights = tuple(converter.weight for converter in converters.values())
        self.weight = -len(literals), literals, -len(converters), weights
        self.regex = pattern(pieces)
        self.key = self.regex, self.final, self.branch, self.weight
        self._matches = re.compile(self.regex).fullmatch
        alone = len(pieces) == 1 and not self.final
        self.accepts = QUICKLY.get(converters[0].regex, self._matches) if alone else None
        self._groups = [f"_{place}" for place in converters]
        self._rows = {f"_{place}": steps_of(piece) for place, piece in enumerate(pieces)}
        self._stepwise = len(converters) > 1 and all(self._rows.values())

    def split(self, text: str) -> tuple[str, ...] | None:
        """Return the texts of the variables in a ``text``, None if it is not what the part looks for."""
        stepwise = self._stepwise and len(text) > SHORT
        found = divide(text, self._rows) if stepwise else self._matches(text)
        return None if found is None else tuple(map(found.__getitem__, self._groups))

    def find(self, segments: list[str], depth: int) -> tuple[tuple[str, ...] | None, int]:
        """Return the texts of the variables from the segment at ``depth`` (int) on, or None, and the depth after the part."""
        if not self.final:
            return self.split(segments[depth]), depth + 1
        rest = "/".join(segments[depth:])
        if self.branch and rest.endswith("/"):
            return None if rest.endswith("//") else self.split(rest[:-1]), len(segments) - 1
        return self.split(rest), len(segments)


def scan(text: str, grammar: re.Pattern[str], advice: str) -> Iterator[re.Match[str]]:
    """Yield what the ``grammar`` finds in the ``text`` (str), one after another. Raises ValueError where that is nothing."""
    position = 0
    while position < len(text):
        found = grammar.match(text, position)
        if found is None:
            raise ValueError(f"{text[position:]!r} is no {advice}")
        yield found
        position = found.end()


def pieces(rule: str, converters: Converters, router: object) -> Iterator[Piece]:
    """Yield the pieces of the ``rule`` (str). Raises ValueError where it cannot be read."""
    names: set[str] = set()
    for token in scan(rule, TOKEN, "variable; write <name> or <converter(arguments):name>"):
        if token["variable"] in names:
            raise ValueError(f"the variable {token['variable']!r} is there twice; give each a name of its own")
        if token["variable"]:
            names.add(token["variable"])
        yield token["literal"] or variable(token, converters, router)


def variable(token: re.Match[str], converters: Converters, router: object) -> Variable:
    """Return the variable that a token stands for. Raises LookupError, or what the converter raises."""
    name = token["converter"] or "default"
    if name not in converters:
        raise LookupError(f"there is no converter {name!r}; write one of {', '.join(sorted(converters))}")
    positional, named = arguments(token["arguments"] or "")
    return Variable(token["variable"], converters[name](router, *positional, **named))


def arguments(text: str) -> tuple[list[Any], dict[str, Any]]:
    """Return what stands in a converter's parentheses: positional arguments and named ones. Raises ValueError."""
    found = [
        (argument["name"], argument["quoted"] if argument["quote"] else constant(argument["plain"]))
        for argument in scan(text, ARGUMENT, "argument; write a number, a word or a quoted text")
    ]
    return [value for name, value in found if not name], {name: value for name, value in found if name}


def constant(text: str) -> bool | int | float | str | None:
    """Return what an argument without quotes means: True, False, None, a number, or else the word itself."""
    for meaning in (CONSTANTS.__getitem__, int, float):
        try:
            return meaning(text)
        except (KeyError, ValueError):
            continue
    return text


def parts(rule: Iterable[Piece]) -> Iterator[str | Part]:
    """Yield the parts of a rule that was read into pieces; the slash it starts with is no part of it."""
    step: list[Piece] = []
    for piece in rule:
        if piece == "/" and not takes_slashes(step):
            yield part(step)
            step = []
        else:
            step.append(piece)
    yield part(step)
    if takes_slashes(step) and step[-1] == "/":
        yield ""


def takes_slashes(pieces: Iterable[Piece]) -> bool:
    """Tell whether a variable among the pieces may hold slashes."""
    return any(isinstance(piece, Variable) and not piece.converter.part_isolating for piece in pieces)


def part(pieces: list[Piece]) -> str | Part:
    """Return the part that the ``pieces`` of one step make: the text itself if no variable is among them."""
    return Part(pieces) if any(isinstance(piece, Variable) for piece in pieces) else "".join(map(str, pieces))
