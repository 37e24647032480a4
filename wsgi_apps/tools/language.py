"""The language of a command: what ``--lang`` says, or the language of the terminal."""

from __future__ import annotations

import os
from difflib import get_close_matches

LANGUAGES = ("en", "ko")


def language_here() -> str:
    """Return the language of the reader's terminal."""
    names = (os.environ.get(name, "") for name in ("LC_ALL", "LC_MESSAGES", "LANG"))
    return "ko" if next(filter(None, names), "").startswith("ko") else "en"


def language_of(arguments: list[str]) -> str:
    """Return the language that a command line asks for, before it is parsed: it may be one that cannot be parsed."""
    asked = value_of("--lang", arguments)
    return asked if asked in LANGUAGES else language_here()


def value_of(option: str, arguments: list[str]) -> str:
    """Return the value that a command line gives to an option; empty if it gives none."""
    for word, following in zip(arguments, [*arguments[1:], ""], strict=False):
        name, _, value = word.partition("=")
        if name == option:
            return value or following
    return ""


def meant(text: str, known: list[str], before: str = "") -> tuple[str, str]:
    """Return the question for the name that comes nearest to a text, in each of LANGUAGES; empty if none comes near.

    ``before`` stands in front of the name.
    """
    near = get_close_matches(text, known, 1, 0.6)
    if not near:
        return "", ""
    return f"Did you mean {before}{near[0]}?", f"비슷한 이름이 있습니다: {before}{near[0]}"
