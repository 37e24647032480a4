"""The rules for middleware: what it does to the application inside, and to the server outside."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from wsgi_apps.tools.check.asked import Asked
from wsgi_apps.tools.check.own import Own, Place, Sources
from wsgi_apps.tools.check.probe import Breach, Run, definition
from wsgi_apps.tools.check.situations import JSON, SENT

PARTS = (b"one ", b"two ", b"three")
TEXT = [("Content-Type", "text/plain")]
POST = Asked("POST", body=SENT, headers=(JSON,))
WATCHED = ("SCRIPT_NAME", "PATH_INFO", "QUERY_STRING", "REQUEST_METHOD")


class Inner:
    """An application inside a middleware, which notes how it is treated."""

    def __init__(self) -> None:
        self.environ: Any = None
        self.body = b""
        self.given = self.closed = 0
        self.write: Any = None

    def __call__(self, environ: Any, start_response: Callable[..., Any]) -> Inner:
        """Read the body, and answer in three parts."""
        self.environ = environ
        length = int(environ.get("CONTENT_LENGTH") or 0)
        self.body = environ["wsgi.input"].read(length) if length else b""
        self.write = start_response("200 OK", list(TEXT))
        return self

    def __iter__(self) -> Iterator[bytes]:
        for part in PARTS:
            self.given += 1
            yield part

    def close(self) -> None:
        """Note that the body was closed."""
        self.closed += 1


class Outer(Run):
    """A run that notes how many parts had left the inner application when the first one came out."""

    inner: Inner
    collected = 0

    def take(self, chunk: Any) -> None:
        """Take one part of the body."""
        if chunk and not any(self.chunks):
            self.collected = self.inner.given
        super().take(chunk)


def middleware_breaches(factory: Callable[..., Any], own: Own, sources: Sources) -> Iterator[Breach]:
    """Yield what a middleware does wrong; ``factory`` takes the inner application and returns the outer one."""
    inner = Inner()
    run = Outer(POST, own, sources)
    run.inner = inner
    before = {key: run.environ[key] for key in WATCHED}
    stream = run.environ["wsgi.input"]
    outer = factory(inner)
    run.of(outer)
    place = run.last.place if run.last.place.line else definition(outer, own)
    if inner.environ is None:
        return
    yield from handed_on(inner, stream.consumed, place)
    if {key: run.environ.get(key) for key in WATCHED} != before:
        yield Breach("W604", ", ".join(key for key in WATCHED if run.environ.get(key) != before[key]), place)
    if run.collected >= len(PARTS):
        yield Breach("W904", f"{run.collected} parts", place)
    yield from breaches_of_close(factory, own, sources, place)


def handed_on(inner: Inner, consumed: int, place: Place) -> Iterator[Breach]:
    """Yield what is wrong with what the inner application got."""
    if type(inner.environ) is not dict:
        yield Breach("W901", type(inner.environ).__name__, place)
    if consumed and inner.body != SENT:
        yield Breach("W902", f"{len(SENT)} → {len(inner.body)} bytes", place)
    if not callable(inner.write):
        yield Breach("W903", repr(inner.write), place)


def breaches_of_close(factory: Callable[..., Any], own: Own, sources: Sources, place: Place) -> Iterator[Breach]:
    """Yield whether the body of the inner application stays open when the client goes away early."""
    for after in (1, None):
        inner = Inner()
        run = Run(Asked("POST", body=SENT, headers=(JSON,), close_after=after), own, sources).of(factory(inner))
        if inner.environ is not None and run.error is None and not inner.closed:
            yield Breach("W411", "", place)
            return
