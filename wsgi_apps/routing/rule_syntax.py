"""The grammar of a rule: its text becomes tokens.

The grammar is Werkzeug's: ``<converter(arguments):variable>``. You may leave out the converter and its arguments.
"""

import re
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from wsgi_apps.routing.converters import BaseConverter, Converters

RULE = re.compile(
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


class Variable(NamedTuple):
    """A variable of a rule: its name, and the converter that its text goes through."""

    name: str
    converter: BaseConverter


#: A slash, a text without a slash, or a variable.
Token = str | Variable


def tokens(rule: str, converters: Converters, router: object) -> Iterator[Token]:
    """Yield the tokens of a rule. Raises LookupError and ValueError where the rule cannot be read."""
    names: set[str] = set()
    for found in scan(rule, RULE, "a variable; write <name> or <converter(arguments):name>"):
        if found["variable"] in names:
            raise ValueError(f"the variable {found['variable']!r} appears twice; give each a name of its own")
        if found["variable"]:
            names.add(found["variable"])
        yield found["literal"] or variable(found, converters, router)


def scan(text: str, grammar: re.Pattern[str], advice: str) -> Iterator[re.Match[str]]:
    """Yield the matches of the ``grammar`` in the text, one after another. Raises ValueError where there is none."""
    position = 0
    while position < len(text):
        found = grammar.match(text, position)
        if found is None:
            raise ValueError(f"{text[position:]!r} is not {advice}")
        yield found
        position = found.end()


def variable(found: re.Match[str], converters: Converters, router: object) -> Variable:
    """Return the variable that a match of the grammar stands for. Raises LookupError, or an error of the converter."""
    name = found["converter"] or "default"
    if name not in converters:
        raise LookupError(f"there is no converter {name!r}; write one of {', '.join(sorted(converters))}")
    positional, named = arguments(found["arguments"] or "")
    return Variable(found["variable"], converters[name](router, *positional, **named))


def arguments(text: str) -> tuple[list[Any], dict[str, Any]]:
    """Return the positional and the named arguments in a converter's parentheses. Raises ValueError."""
    found = [
        (argument["name"], argument["quoted"] if argument["quote"] else constant(argument["plain"]))
        for argument in scan(text, ARGUMENT, "an argument; write a number, a word or a quoted text")
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


def pattern(sequence: Iterable[Token]) -> str:
    """Return the regex of a sequence of tokens: every variable is a group, named by its place in the sequence."""
    return "".join(
        f"(?P<_{place}>{token.converter.regex})" if isinstance(token, Variable) else re.escape(token)
        for place, token in enumerate(sequence)
    )
