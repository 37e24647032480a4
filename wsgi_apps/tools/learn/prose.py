"""Texts of exercises in a terminal: paragraphs that are cut between words at its width."""

from __future__ import annotations

import re
from collections.abc import Iterator

from wsgi_apps.tools.check.report import columns
from wsgi_apps.tools.check.texts import wrapped

MOST = 100  # columns of a text: longer lines are hard to read
FENCE, TABLE = "```", "|"
ITEM = re.compile(r"(?:[-*]|\d+\.) ")


def wide() -> int:
    """Return how many columns a line of text may take."""
    return min(MOST, columns())


def prose(text: str) -> Iterator[str]:
    """Yield the lines of a text: its paragraphs and the items of its lists are filled; code and tables stay.

    Code is indented; the fences around it are Markdown's, and left out.
    """
    paragraph: list[str] = []
    is_code = False
    for line in text.splitlines():
        is_fence = line.startswith(FENCE)
        verbatim = is_code or is_fence or line.startswith(TABLE) or not line.strip()
        if paragraph and (verbatim or ITEM.match(line)):
            yield from filled(" ".join(paragraph))
            paragraph = []
        if is_fence:
            is_code = not is_code
        elif verbatim:
            yield f"    {line}" if is_code and line.strip() else line
        else:
            paragraph.append(line.strip())
    if paragraph:
        yield from filled(" ".join(paragraph))


def filled(text: str) -> Iterator[str]:
    """Yield the lines of one paragraph; those of an item of a list stand behind its mark."""
    found = ITEM.match(text)
    yield from wrapped(text, wide(), " " * len(found[0]) if found else "")
