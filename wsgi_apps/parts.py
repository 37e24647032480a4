"""Parts: the text of a rule, read and cut where the router takes a step.

The grammar is Werkzeug's: ``<converter(arguments):variable>``, where the converter and its arguments may be left out.
A rule is cut at every slash. A piece between two slashes is static text, or one pattern if it has a variable in it. From
the piece on whose converter takes slashes, such as ``path``, all the rest of the rule is one pattern.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from .converters import BaseConverter
from .patterns import Piece, Split, Variable, pattern, splitter, whole

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

#: Literals, their lengths, variables, their weights: all but the last negated, for more and longer goes first.
Weight = tuple[int, tuple[int, ...], int, tuple[int, ...]]


class Part(NamedTuple):
    """What the router looks for in one step along a path.

    ``content`` is the text of a ``static`` part, else a regex. A ``final`` part takes all the rest of the path, but for
    a slash at its very end if the rule has one there (``branch``). Of the parts that may come next, the one with the
    smaller ``weight`` is tried first. ``accepts`` tells whether a text is the value of the part's only variable; it is
    None for a part that is more than one variable and no more than one segment. ``split`` finds the texts of the variables.
    """

    content: str
    static: bool = True
    final: bool = False
    branch: bool = False
    weight: Weight = (0, (), 0, ())
    accepts: Callable[[str], object] | None = None
    split: Split = splitter([])

    def same_as(self, other: Part) -> bool:
        """Tell whether the ``other`` part looks for the same: all but the functions made of it is equal."""
        return self[:5] == other[:5]

    def reach(self, segments: list[str], depth: int) -> tuple[str, int]:
        """Return the text (str) that the part looks at, from the segment at ``depth`` (int) on, and the depth after it."""
        if not self.final:
            return segments[depth], depth + 1
        if self.branch and not segments[-1] and depth + 1 < len(segments):
            return "/".join(segments[depth:-1]), len(segments) - 1
        return "/".join(segments[depth:]), len(segments)


def pieces(rule: str, converters: Mapping[str, type[BaseConverter]], router: object) -> Iterator[Piece]:
    """Yield the pieces of the ``rule`` (str). Raises ValueError where it cannot be read."""
    names: set[str] = set()
    position = 0
    while position < len(rule):
        token = TOKEN.match(rule, position)
        if token is None:
            raise ValueError(f"{rule[position:]!r} is no variable; write <name> or <converter(arguments):name>")
        name = token["variable"]
        if name in names:
            raise ValueError(f"the variable {name!r} is there twice; give each a name of its own")
        names.update([name] if name else [])
        yield token["literal"] or variable(token, converters, router)
        position = token.end()


def variable(token: re.Match[str], converters: Mapping[str, type[BaseConverter]], router: object) -> Variable:
    """Return the variable that a token stands for. Raises LookupError, or what the converter raises."""
    name = token["converter"] or "default"
    if name not in converters:
        raise LookupError(f"there is no converter {name!r}; write one of {', '.join(sorted(converters))}")
    positional, named = arguments(token["arguments"] or "")
    return Variable(token["variable"], converters[name](router, *positional, **named))


def arguments(text: str) -> tuple[list[Any], dict[str, Any]]:
    """Return what stands in a converter's parentheses: positional arguments and named ones. Raises ValueError."""
    positional, named, position = [], {}, 0
    while position < len(text):
        argument = ARGUMENT.match(text, position)
        if argument is None:
            raise ValueError(f"{text[position:]!r} is no argument; write a number, a word or a quoted text")
        value = argument["quoted"] if argument["quote"] else constant(argument["plain"])
        if argument["name"]:
            named[argument["name"]] = value
        else:
            positional.append(value)
        position = argument.end()
    return positional, named


def constant(text: str) -> bool | int | float | str | None:
    """Return what an argument without quotes means: True, False, None, a number, or else the word itself."""
    if text in CONSTANTS:
        return CONSTANTS[text]
    for number in (int, float):
        try:
            return number(text)
        except ValueError:
            continue
    return text


def parts(rule: Iterable[Piece]) -> Iterator[Part]:
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
        yield part([])


def takes_slashes(pieces: Iterable[Piece]) -> bool:
    """Tell whether a variable among the pieces may hold slashes."""
    return any(isinstance(piece, Variable) and not piece.converter.part_isolating for piece in pieces)


def part(pieces: list[Piece]) -> Part:
    """Return the part that the ``pieces`` of one step make. Raises re.error for a converter's regex that is none."""
    literals = [piece for piece in pieces if isinstance(piece, str) and piece != "/"]
    variables = [piece for piece in pieces if isinstance(piece, Variable)]
    if not variables:
        return Part("".join(literals))
    final = takes_slashes(pieces)
    branch = final and pieces[-1] == "/"
    weights = tuple(variable.converter.weight for variable in variables)
    weight = (-len(literals), tuple(-len(literal) for literal in literals), -len(variables), weights)
    matched = pieces[:-1] if branch else pieces
    accepts = whole(variables[0].converter) if len(pieces) == 1 and not final else None
    return Part(pattern(matched), False, final, branch, weight, accepts, splitter(matched))
