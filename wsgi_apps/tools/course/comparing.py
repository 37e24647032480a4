"""Comparing answers, with each other and with what a lab expects."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from wsgi_apps.tools.course.asking import Answer
from wsgi_apps.tools.course.manifest import EXAMPLES, Mistake, Request
from wsgi_apps.tools.course.texts import aspect, say

#: The headers that depend on the connection and on the clock, not on the application.
NOT_COMPARED = {"date", "server", "connection", "keep-alive", "content-length", "transfer-encoding"}
UNORDERED = {"allow", "vary"}
SAME, BY_DESIGN, WRONG = "same", "by design", "WRONG"


@dataclass(frozen=True)
class Differences:
    """The differences by design: headers that may differ in any lab, and the reasons that requests name.

    ``korean`` has the same reasons in Korean.
    """

    everywhere: Mapping[str, str]
    reasons: Mapping[str, str]
    korean: Mapping[str, str] = field(default_factory=dict)

    def reason(self, name: str, language: str) -> str:
        """Return the sentence of a reason in a language; a reason that has only English stays English."""
        return (self.korean.get(name, "") if language == "ko" else "") or self.reasons[name]


def differences(examples: Path = EXAMPLES) -> Differences:
    """Return the differences by design, from the one file that has them. Raises Mistake."""
    file = examples / "differences.toml"
    try:
        table = tomllib.loads(file.read_text(encoding="utf-8"))
        return Differences(table["everywhere"], table["reasons"], table.get("reasons_ko", {}))
    except (OSError, ValueError, KeyError) as error:
        raise Mistake(f"{file} cannot be read: {error}") from None


@dataclass(frozen=True)
class Verdict:
    """The verdict on one request: the answers of the ways, their differences by design, and the errors."""

    request: Request
    answers: Mapping[str, Answer]
    by_design: Mapping[str, str]
    wrong: tuple[str, ...]

    @property
    def word(self) -> str:
        """Return the verdict: same, by design or WRONG."""
        return WRONG if self.wrong else BY_DESIGN if self.by_design else SAME


def judged(request: Request, answers: Mapping[str, Answer], known: Differences, language: str = "en") -> Verdict:
    """Return the verdict on the answers to a request. The ``known`` differences are by design."""
    different = [one for one in differing(list(answers.values())) if one not in known.everywhere]
    by_design = {one: request.differs[one] for one in different if one in request.differs}
    wrong = [say("differs", language, aspect=aspect(one, language)) for one in different if one not in by_design]
    wrong += [say("no reason", language, name=name) for name in by_design.values() if name not in known.reasons]
    if len(answers) > 1:
        same = [one for one in request.differs if one not in different]
        wrong += [say("differs not", language, aspect=aspect(one, language)) for one in same]
    for way, answer in answers.items():
        wrong += [f"{way}: {problem}" for problem in unexpected(request, way, answer, language)]
    return Verdict(request, answers, by_design, tuple(wrong))


def differing(answers: list[Answer]) -> Iterator[str]:
    """Yield each aspect in which the answers differ: status, body or the name of a header."""
    if len({(one.status, one.failure) for one in answers}) > 1:
        yield "status"
    names = {name.lower(): name for one in answers for name, _ in one.headers}
    for name in sorted(set(names) - NOT_COMPARED):
        if len({meaning_of_header(name, one.header(name)) for one in answers}) > 1:
            yield names[name]
    if any(meaning_of_body(one) != meaning_of_body(answers[0]) for one in answers):
        yield "body"


def meaning_of_header(name: str, value: str | None) -> object:
    """Return the meaning of a header: without spaces that mean nothing, and as a set where the order means nothing."""
    if value is None:
        return None
    if name == "set-cookie":  # the order of its attributes has no meaning (RFC 6265, 5.3)
        return frozenset(word.strip() for word in value.split(";"))
    if name == "content-type":  # types and charsets are compared without case (RFC 9110, 8.3)
        value = value.lower()
    words = [word.strip() for word in value.replace(";", " ; ").split(",")]
    return (
        frozenset(words) if name in UNORDERED else tuple(" ".join(word.split()).replace(" ; ", "; ") for word in words)
    )


def meaning_of_body(answer: Answer) -> Any:
    """Return the meaning of a body: the value of JSON, or else the bytes."""
    if (answer.header("Content-Type") or "").partition(";")[0].strip() == "application/json":
        try:
            return json.loads(answer.body)
        except ValueError:
            pass
    return answer.body


def unexpected(request: Request, way: str, answer: Answer, language: str = "en") -> Iterator[str]:
    """Yield a sentence for each difference between the answer of a way and what the request expects of it."""
    if answer.failure:
        yield say("no answer", language, failure=answer.failure)
        return
    expect = request.expect.get(way)
    if expect is None:  # two servers of your own: nothing more is known of them
        return
    if answer.status != expect["status"]:
        yield say("status is", language, got=answer.status, wanted=expect["status"])
    for name, value in expect.get("headers", {}).items():
        wanted = None if value == "" else value
        if meaning_of_header(name.lower(), answer.header(name)) != meaning_of_header(name.lower(), wanted):
            yield say("header is", language, name=name, got=answer.header(name), wanted=wanted)
    if "body" in expect and answer.text != expect["body"]:
        yield say("body is", language, got=answer.text, wanted=expect["body"])
    if "json" in expect and meaning_of_body(answer) != expect["json"]:
        yield say("JSON is", language, got=answer.text, wanted=expect["json"])
    for piece in expect.get("contains", []):
        if piece not in answer.text:
            yield say("not in body", language, got=answer.text, piece=piece)
