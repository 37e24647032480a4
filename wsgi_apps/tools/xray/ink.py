"""Lines of a terminal: pieces of text in styles, cut to the width of the terminal, in colour where it has colours."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterable

from wsgi_apps.tools.check.texts import cut, width
from wsgi_apps.tools.uwsgi_log import wants_colours

#: A text, and the name of its style.
Piece = tuple[str, str]
#: style -> its numbers in a terminal (ECMA-48, 8.3.117)
STYLES = {
    "": "",
    "soft": "2",
    "strong": "1",
    "here": "1;7",
    "good": "32",
    "bad": "1;31",
    "value": "36",
    "stage": "1;34",
}
STYLES |= {"raw": "1;33", "ours": "1;36", "app": "1;36", "flask_app": "1;35", "with_webob": "1;35"}
LEAST = 40


def columns() -> int:
    """Return how many columns the terminal has."""
    return max(LEAST, shutil.get_terminal_size((100, 24)).columns)


def printable(text: str) -> str:
    """Return a text without control characters, which a request may have brought for the terminal."""
    return "".join(one if one.isprintable() else ascii(one)[1:-1] for one in text)


def line(pieces: Iterable[Piece], wide: int, coloured: bool) -> str:
    """Return the line of some pieces: the last that fits is cut, and those behind it are left out."""
    told, left = "", wide
    for text, style in pieces:
        if left <= 0:
            break
        shown = cut(printable(text), left)
        left = 0 if shown != printable(text) else left - width(shown)
        told += f"\x1b[{STYLES[style]}m{shown}\x1b[0m" if coloured and STYLES[style] else shown
    return told


def show(lines: Iterable[list[Piece]]) -> None:
    """Print lines."""
    coloured, wide = wants_colours(sys.stdout), columns()
    for pieces in lines:
        print(line(pieces, wide, coloured).rstrip())
