"""What a pattern of a check expects, in a form that can be read: an example beside the pattern."""

from __future__ import annotations

import re

from wsgi_apps.tools.learn.sentences import say

EXPECTED = re.compile(r"(?s)([\w-]+: )?~(.*)")
ANYTHING = "…"
TOKEN = re.compile(
    r"""(?x)
    (?: (?P<mark> \(\?i\) | [\^$] )
      | \( (?P<group> (?: [^()\\] | \\. )* ) \)
      | \[ (?P<class> \^? \]? (?: [^\]\\] | \\. )* ) \]
      | \\ (?P<escape> . )
      | (?P<letter> [^()\[\]\\] ) )
    (?P<many> [*+?] | \{ \d+ (?: ,\d* )? \} )? \??
    """
)
ESCAPES = {"d": "1", "w": "a", "s": " ", "b": "", "D": ANYTHING, "W": ANYTHING, "S": ANYTHING}


def readable(what: str, expected: str, language: str) -> str:
    """Return an expected value; with an example in front of its pattern, if it is one that has an example."""
    found = EXPECTED.fullmatch(expected) if what in ("headers", "matches") else None
    if found is None:
        return expected
    shown = example(found[2])
    said = say("pattern_like" if shown else "pattern", language, example=shown, pattern=found[2])
    return (found[1] or "") + said


def example(pattern: str) -> str:
    """Return a text that a pattern fits, with … for any text; empty for a pattern that this module cannot read."""
    groups: list[str] = []
    made, place = "", 0
    while place < len(pattern):
        found = TOKEN.match(pattern, place)
        if found is None or (found["group"] or "").startswith(("?=", "?!", "?<")):
            return ""
        made, place = made + repeated(of(found, groups), found["many"] or ""), found.end()
    return made


def of(found: re.Match[str], groups: list[str]) -> str:
    """Return the example of one token. A group is added to the ``groups`` that a number later in the pattern names."""
    if found["mark"]:
        return ""
    if found["group"] is not None:
        inner = example(re.split(r"(?<!\\)\|", found["group"].removeprefix("?:"))[0])
        if not found["group"].startswith("?:"):
            groups.append(inner)
        return inner
    if found["class"] is not None:
        first = found["class"][:2] if found["class"].startswith("\\") else re.escape(found["class"][:1])
        return ANYTHING if found["class"].startswith("^") else example(first)
    if found["escape"] is not None:
        number = int(found["escape"]) if found["escape"].isdecimal() else 0
        return groups[number - 1] if 0 < number <= len(groups) else ESCAPES.get(found["escape"], found["escape"])
    return ANYTHING if found["letter"] == "." else found["letter"]


def repeated(text: str, many: str) -> str:
    """Return an example as often as it has to be there at least; any text once, even where it may be absent."""
    if text == ANYTHING:
        return "" if many == "?" else text
    least = re.match(r"\{(\d+)", many)
    return text * int(least[1]) if least else "" if many in ("?", "*") else text
