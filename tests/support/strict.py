"""The raising face of the probe: a server that stops a test at the first rule that an application breaks.

The rules are those of ``python -m wsgi_apps check``: every error, some warnings, and the rules of the house.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from wsgi_apps.tools.check import asked
from wsgi_apps.tools.check.asked import ENDLESS, Asked
from wsgi_apps.tools.check.judging import header_breaches, status_breaches, whole_breaches
from wsgi_apps.tools.check.own import Place
from wsgi_apps.tools.check.probe import Run
from wsgi_apps.tools.check.rules import ERROR, RULES

__all__ = ["ENDLESS"]
TASTE = {"W315", "W316", "W317"}  # what wsgiref.validate refuses beyond the standards
HELD = {name for name, rule in RULES.items() if rule.level == ERROR} | {"W310", "W312", "W406", "W503"}


class Broken(AssertionError):
    """The application broke a rule of PEP 3333 or RFC 9110."""


def need(condition: object, sentence: str) -> None:
    if not condition:
        raise Broken(sentence)


def refuse(rule: str, detail: str, held: set[str] = HELD) -> None:
    need(rule not in held, f"{rule}: {RULES[rule].says[0]} ({detail})")


class Input(asked.Input):
    """A ``wsgi.input`` that refuses what would block or over-read on a real socket."""

    def __init__(self, data: bytes, allowed: int, most: int | None = None) -> None:
        super().__init__(data, allowed, most, refuse)

    def bound(self, how: str, size: int | None, boundless: str) -> int:
        need(size is not None and size > 0, f"wsgi.input.{how}({size!r}): such a read may wait for ever")
        return super().bound(how, size, boundless)


def environ_for(
    method: str = "GET",
    path: str = "/",
    body: bytes = b"",
    *,
    query: str = "",
    script_name: str = "",
    content_length: str | None = asked.AUTO,
    terminated: bool | None = None,
    most: int | None = None,
    **more: object,
) -> dict[str, object]:
    """Return the environ of a request; ``content_length`` None leaves the key out, ``auto`` counts the body."""
    request = Asked(method, path, query, (), body, content_length, terminated, most, script_name)
    environ = request.environ(refuse)
    given = environ["wsgi.input"]
    return environ | {"wsgi.input": Input(body, given.left, most), "wsgi.errors": io.StringIO()} | more


@dataclass
class Answer:
    """What a client got, what was read of the body and what was logged."""

    status: int
    reason: str
    headers: list[tuple[str, str]]
    chunks: list[bytes]
    environ: dict[str, object] = field(repr=False)

    @property
    def body(self) -> bytes:
        return b"".join(self.chunks)

    @property
    def text(self) -> str:
        return self.body.decode("utf-8")

    @property
    def log(self) -> str:
        return self.environ["wsgi.errors"].getvalue()

    def header(self, name: str) -> str | None:
        """Return the only value of a header, or None."""
        values = [value for key, value in self.headers if key.lower() == name.lower()]
        need(len(values) < 2, f"the header {name} stands {len(values)} times")
        return values[0] if values else None


class Conversation(Run):
    """One request, from ``start_response`` to ``close``."""

    most_parts = most_bytes = 1 << 62
    held = HELD

    def __init__(self, environ: dict[str, object] | None = None) -> None:
        environ = environ_for() if environ is None else environ
        super().__init__(Asked(method=str(environ["REQUEST_METHOD"])), environ=environ)

    @property
    def started(self) -> list[tuple[str, list[tuple[str, str]]]]:
        return [] if self.started_at is None else [(self.status, self.headers)]

    def report(self, rule: str, detail: str, place: Place) -> None:
        refuse(rule, detail, self.held)


def check_status(status: object) -> None:
    for rule, detail in status_breaches(status):
        refuse(rule, detail)


def check_headers(headers: object) -> None:
    for rule, detail in header_breaches(headers):
        refuse(rule, detail)


def check_whole(method: str, status: int, answer: Answer) -> None:
    """Check what can be seen only at the end."""
    for rule, detail in whole_breaches(method, status, answer.headers, answer.chunks):
        refuse(rule, detail)


def call(
    application: Callable[..., Iterable[bytes]], environ: dict[str, object] | None = None, validate: bool = True
) -> Answer:
    """Send one request through ``application`` and return what a client would get.

    ``validate`` False leaves out what only ``wsgiref.validate`` refuses.
    """
    environ = environ_for() if environ is None else environ
    given = dict(environ)
    conversation = Conversation(environ)
    conversation.held = HELD | TASTE if validate else HELD
    conversation.converse(application)
    conversation.conclude()
    status, headers = conversation.started[0]
    return Answer(int(status[:3]), status[4:], headers, conversation.chunks, given)
