"""The parts that the debug page is made of. ``section_html`` and ``section_text`` write them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from wsgi_apps.development.places import Place

AROUND = 5  # lines of source that are shown before and after the one that raised


@dataclass
class Section:
    """A part of the page: a title, then what there is of sentences, code, a table, text and parts of its own.

    ``marked`` has the rows of the table that stand out. A browser shows a ``folded`` part after a click. The part that
    ``matters`` is written large. Plain text leaves out what is for a browser ``only``.
    """

    title: str
    words: Sequence[str] = ()
    place: Place | None = None
    table: str = ""
    head: Sequence[str] = ()
    rows: Sequence[Sequence[str]] = ()
    marked: frozenset[int] = frozenset()
    text: str = ""
    parts: Sequence[Section] = ()
    folded: bool = False
    matters: bool = False
    only: bool = False


@dataclass
class Page:
    """The debug page: the status line, the name of the exception, what it says, sentences, sections."""

    language: str
    status: str
    name: str
    message: str
    words: Sequence[str]
    sections: Sequence[Section]
    footer: str
