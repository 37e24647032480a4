"""The debug page as plain text, for curl and other clients that do not ask for HTML."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import zip_longest

from wsgi_apps.development.places import Place
from wsgi_apps.development.sections import AROUND, Page, Section

WIDEST = 60  # characters of a column that is followed by another one


def text(page: Page, clean: Callable[[str], str]) -> str:
    """Return a page as text, made ``clean`` of secrets."""
    head = f"{page.name}: {page.message}" if page.message else page.name
    lines = [page.status, head, *page.words]
    for one in page.sections:
        if not one.only:
            lines += ["", one.title, *inside(one)]
    return clean("\n".join(lines)) + "\n"


def inside(one: Section) -> Iterator[str]:
    """Yield the lines of a section below its title."""
    yield from (f"  {sentence}" for sentence in one.words)
    if one.place:
        yield from code(one.place)
    if one.rows:
        yield from [f"  {one.table}:"] if one.table else []
        yield from table(one)
    yield from (f"  {line}" for line in one.text.splitlines())


def code(place: Place) -> Iterator[str]:
    """Yield the lines around a place, with an arrow in front of it."""
    for number, line in place.around(AROUND):
        yield f"{'>' if number == place.number else ' '} {number:>5}  {line}".rstrip()


def table(one: Section) -> Iterator[str]:
    """Yield the lines of a table, with an arrow in front of the rows that stand out."""
    rows = [*([one.head] if one.head else []), *one.rows]
    widths = [min(WIDEST, max(map(len, column))) for column in zip_longest(*rows, fillvalue="")]
    for at, row in enumerate(rows, -1 if one.head else 0):
        cells = "  ".join(f"{cell:<{width}}" for cell, width in zip(row, widths, strict=False))
        yield f"{'>' if at in one.marked else ' '} {cells}".rstrip()
