"""The text of an exercise in one language: ``en.md`` or ``ko.md``."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from wsgi_apps.tools.learn.exercise import Exercise
from wsgi_apps.tools.learn.sentences import refused
from wsgi_apps.tools.student import personal

HINT, AFTERWARDS = ("Hint", "힌트"), ("Afterwards", "풀고 나서")
HINTS = 3


@dataclass
class Page:
    """A title, a task, hints, and the text for after success."""

    title: str = ""
    task: str = ""
    hints: list[str] = field(default_factory=list)
    afterwards: list[str] = field(default_factory=list)
    others: list[str] = field(default_factory=list)  # headings that an exercise does not have


def page_of(exercise: Exercise, language: str) -> Page:
    """Return the text of an exercise, with the number of the student in it. Raises Mistake if it is missing."""
    file = exercise.folder / f"{language}.md"
    if not file.exists():
        raise refused("no_file", file=file)
    return parsed(personal(file.read_text(encoding="utf-8")))


def parsed(text: str) -> Page:
    """Return the parts of a text."""
    page = Page()
    head, *sections = re.split(r"(?m)^## ", text)
    first, _, page.task = head.strip().partition("\n")
    page.title, page.task = first.removeprefix("# ").strip() if first.startswith("# ") else "", page.task.strip()
    for section in sections:
        heading, _, body = section.partition("\n")
        words = re.sub(r"\s*\d+$", "", heading.strip())
        place = page.hints if words in HINT else page.afterwards if words in AFTERWARDS else page.others
        place.append(body.strip() if place is not page.others else heading.strip())
    return page


def code_spans(text: str) -> list[str]:
    """Return the pieces of a text that are code, sorted."""
    return sorted([*re.findall(r"(?s)```\w*\n(.*?)```", text), *re.findall(r"`([^`\n]+)`", without_blocks(text))])


def without_blocks(text: str) -> str:
    """Return a text without its blocks of code."""
    return re.sub(r"(?s)```.*?```", "", text)


def without_code(text: str) -> str:
    """Return a text without its code."""
    return re.sub(r"`[^`\n]*`", "", without_blocks(text))


def numbers(text: str) -> list[str]:
    """Return the numbers of a text, sorted; those in its code are compared as code."""
    return sorted(re.findall(r"\d+(?:[.,]\d+)*", re.sub(r"\]\([^)]*\)", "]", without_code(text))))


def paragraphs(text: str) -> Iterator[str]:
    """Yield the paragraphs of a text, without blocks of code."""
    yield from (one.strip() for one in re.split(r"\n\s*\n", without_blocks(text)) if one.strip())
