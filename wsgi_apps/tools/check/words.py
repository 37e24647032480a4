"""What the source of a program says about its input: the names of arguments, and the paths of pages."""

from __future__ import annotations

import re
from collections.abc import Iterator

from wsgi_apps.tools.check.own import Sources

NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_-]{0,30}")
PATH = re.compile(r"/(?:[\w.~-]+|<[^<>/]+>)?(?:/(?:[\w.~-]+|<[^<>/]+>)?)*")
VARIABLE = re.compile(r"<[^<>]*>")
WORDS, PAGES = 30, 10
NOT_ARGUMENTS = re.compile(r"[A-Z_]+|__\w+__|utf-8|latin-1|replace|text|html", re.ASCII)


def words(sources: Sources) -> list[str]:
    """Return the texts of the source that may be names of arguments, at most WORDS."""
    found = (text for text, _ in sources.constants() if NAME.fullmatch(text) and not NOT_ARGUMENTS.fullmatch(text))
    return list(dict.fromkeys(["name", *found]))[:WORDS]


def pages(sources: Sources) -> list[str]:
    """Return the paths of pages that the source names, at most PAGES; a variable is still ``<name>`` in them."""
    found = (text for text, _ in sources.constants() if PATH.fullmatch(text) and ".." not in text)
    return list(dict.fromkeys(found))[:PAGES]


def paths_with(value: str, base: str, named: list[str]) -> Iterator[str]:
    """Yield paths (as PATH_INFO holds them) with a value in the place of a variable, or as the last segment."""
    latin1 = value if value.isascii() else value.encode("utf-8").decode("latin-1")
    seen = set()
    for page in [base, *named]:
        if "<" in page:
            path = VARIABLE.sub(lambda _: latin1, page)
        else:
            path = f"{page if page.endswith('/') else page.rpartition('/')[0] + '/'}{latin1}"
        below = f"{page.rstrip('/')}/{latin1}" if "<" not in page else path
        for one in (path, below):
            if one not in seen:
                seen.add(one)
                yield one
