"""The errors in the texts of an exercise, in both languages."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from wsgi_apps.tools.check.rules import LANGUAGES
from wsgi_apps.tools.course.manifest import Mistake
from wsgi_apps.tools.learn.exercise import Exercise
from wsgi_apps.tools.learn.page import HINTS, Page, code_spans, numbers, page_of, paragraphs, without_code

HANGUL = re.compile(r"[가-힣]")
#: what ``learn new`` writes where the author is to write: a title, a task, and any other text
TO_WRITE = {"en": ("Title", "What to reach.", "..."), "ko": ("제목", "목표", "...")}
LONG = 40  # characters of a line of the solution that only the last hint may show


def text_problems(exercise: Exercise) -> Iterator[str]:
    """Yield the errors in the texts."""
    try:
        english, korean = (page_of(exercise, language) for language in LANGUAGES)
    except Mistake as mistake:
        yield str(mistake)
        return
    for language, page in zip(LANGUAGES, (english, korean), strict=True):
        yield from (f"{language}.md: {one}" for one in (*page_problems(page), *unwritten(page, language)))
        yield from (f"{language}.md: {one}" for one in language_problems(page, language))
        yield from (f"{language}.md: {one}" for one in hint_problems(exercise, page))
    for check in exercise.checks:
        why = check.get("why", {})
        yield from (f"check {check['id']}: why.{key} is not written yet" for key in LANGUAGES if why.get(key) == "...")
    if len(english.hints) == len(korean.hints):
        yield from pair_problems(english, korean)


def page_problems(page: Page) -> Iterator[str]:
    """Yield the missing parts and the superfluous ones."""
    if not page.title or not page.task:
        yield "a title (# ) and a task are needed"
    if len(page.hints) != HINTS or not all(page.hints):
        yield f"{HINTS} hints are needed, and there are {len(page.hints)}"
    if len(page.afterwards) != 1 or not all(page.afterwards):
        yield f"one part for afterwards is needed, and there are {len(page.afterwards)}"
    yield from (f"there is another heading: {one}" for one in page.others)


def unwritten(page: Page, language: str) -> Iterator[str]:
    """Yield the parts that are as ``learn new`` wrote them."""
    for name, text in parts(page):
        if text in TO_WRITE[language]:
            yield f"{name} is not written yet: {text}"


def parts(page: Page) -> list[tuple[str, str]]:
    """Return the parts of a page with their names."""
    hints = [(f"hint {number}", hint) for number, hint in enumerate(page.hints, start=1)]
    return [("title", page.title), ("task", page.task), *hints, ("afterwards", "\n\n".join(page.afterwards))]


def language_problems(page: Page, language: str) -> Iterator[str]:
    """Yield the paragraphs that are in the other language."""
    for name, text in parts(page):
        for paragraph in paragraphs(text):
            plain = without_code(paragraph)
            has_words = re.search(r"[A-Za-z가-힣]{2,}", plain) is not None
            if language == "ko" and has_words and not HANGUL.search(plain):
                yield f"{name} has a paragraph without Korean: {paragraph[:50]}"
            if language == "en" and HANGUL.search(plain):
                yield f"{name} has Korean outside code: {paragraph[:50]}"


def hint_problems(exercise: Exercise, page: Page) -> Iterator[str]:
    """Yield the hints that hold a whole line of the solution before the last one."""
    before = {line.strip() for text in exercise.start.values() for line in lines(text)}
    texts = [exercise.solved[name] for name in exercise.files if name in exercise.solved]
    long = {line.strip() for text in texts for line in lines(text) if len(line.strip()) > LONG} - before
    for number, hint in enumerate(page.hints[: HINTS - 1], start=1):
        yield from (f"hint {number} has a line of the solution: {line}" for line in sorted(long) if line in hint)


def lines(text: bytes) -> list[str]:
    """Return the lines of a file."""
    return text.decode("utf-8", "replace").splitlines()


def pair_problems(english: Page, korean: Page) -> Iterator[str]:
    """Yield the parts whose code or numbers are not the same in both languages."""
    for (name, one), (_, other) in zip(parts(english), parts(korean), strict=True):
        for word, reading in (("code", code_spans), ("numbers", numbers)):
            if reading(one) != reading(other):
                left, right = Counter(reading(one)), Counter(reading(other))
                yield f"{name}: other {word} in en.md and ko.md: {counted(left - right)} and {counted(right - left)}"


def counted(items: Counter[str]) -> list[str]:
    """Return texts, each with the number of its times where it is more than one."""
    return [f"{text} ({number} times)" if number > 1 else text for text, number in sorted(items.items())]
