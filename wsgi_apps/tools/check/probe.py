"""The probe: a server for one request, which goes on after each breach and keeps what it saw."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from types import TracebackType
from typing import Any

from wsgi_apps.tools.check.asked import Asked
from wsgi_apps.tools.check.judging import header_breaches, status_breaches, values, whole_breaches
from wsgi_apps.tools.check.own import NOWHERE, LastLine, Own, Place, Sources

OF_THE_BODY = ("W406", "W407", "W413")  # the others lie in the headers
PROBE = (__file__, sys.modules[Asked.__module__].__file__)
ExcInfo = tuple[type[BaseException], BaseException, TracebackType]


@dataclass(frozen=True)
class Breach:
    """A rule that was broken, what was seen, and the line that did it."""

    rule: str
    detail: str
    place: Place


class Run:
    """One request, from the call of the application to ``close()``."""

    most_parts, most_bytes = 3000, 4 * 1024 * 1024  # of a body, after which the probe goes away as a client does

    def __init__(
        self,
        asked: Asked,
        own: Own | None = None,
        sources: Sources | None = None,
        environ: dict[str, Any] | None = None,
    ) -> None:
        self.asked, self.own, self.sources = asked, own or Own(), sources or Sources([])
        self.breaches: list[Breach] = []
        self.environ = asked.environ(self.by_caller) if environ is None else environ
        self.input = self.environ["wsgi.input"]
        self.status: Any = None
        self.headers: list[tuple[str, str]] = []
        self.chunks: list[bytes] = []
        self.error: BaseException | None = None
        self.raised_again: BaseException | None = None
        self.started_at: Place | None = None
        self.result: Any = None
        self.ended = self.cut = False
        self.last = LastLine(self.own)

    # --- what is reported, and where ---

    def report(self, rule: str, detail: str, place: Place) -> None:
        """Keep a breach."""
        self.breaches.append(Breach(rule, detail, place))

    def by_caller(self, rule: str, detail: str) -> None:
        """Report a breach of whoever has called the probe."""
        frame = sys._getframe(1)
        while frame.f_back is not None and frame.f_code.co_filename in PROBE:
            frame = frame.f_back
        self.report(rule, detail, self.own.caller(frame))

    def by_body(self, rule: str, detail: str) -> None:
        """Report a breach in what was returned: the student's last line, if the student has started the response."""
        started = self.started_at
        self.report(rule, detail, NOWHERE if started is not None and started.outside else self.last.place)

    def by_start(self, rule: str, detail: str) -> None:
        """Report a breach that the line is to blame for which called ``start_response``."""
        self.report(rule, detail, self.started_at or NOWHERE)

    # --- the request ---

    def of(self, application: Callable[..., Any]) -> Run:
        """Send the request to an application, and return this run."""
        before = sys.gettrace()
        if self.own.file:
            sys.settrace(self.last)
        try:
            self.converse(application)
        except Exception as error:
            self.error = error
        except SystemExit as error:
            self.report("W804", f"SystemExit({error.code!r})", self.own.raised(error))
        finally:
            sys.settrace(before)
        self.conclude()
        return self

    def converse(self, application: Callable[..., Any]) -> None:
        """Call the application, take its body and close it."""
        try:
            self.result = application(self.environ, self.start_response)
        except TypeError as error:
            if error.__traceback__ is None or error.__traceback__.tb_next is not None:
                raise
            self.report("W101", str(error), definition(application, self.own))
            self.cut = True
            return
        try:
            self.take_all(self.result)
        finally:
            self.ended = True
            self.close()

    def take_all(self, result: Any) -> None:
        """Take the parts of the body, until the end or until the client goes away."""
        if isinstance(result, bytes):
            self.by_body("W403", f"{len(result)} bytes")
            self.chunks.append(result)
            return
        try:
            parts = iter(result)
        except TypeError:
            self.by_body("W401", repr(result)[:40])
            return
        self.take_parts(parts)

    def take_parts(self, parts: Iterator[Any]) -> None:
        """Take each part."""
        limit, size = self.asked.close_after, 0
        while limit is None or len(self.chunks) < limit:
            try:
                chunk = next(parts)
            except StopIteration:
                return
            self.take(chunk)
            size += len(self.chunks[-1])
            if size > self.most_bytes or len(self.chunks) > self.most_parts:
                break
        self.cut = True

    def take(self, chunk: Any) -> None:
        """Take one part of the body."""
        if type(chunk) is not bytes:
            self.by_body("W402", f"{type(chunk).__name__}: {repr(chunk)[:40]}")
            chunk = b""
        elif chunk and self.started_at is None:
            self.by_body("W104", f"{chunk[:40]!r}")
        self.chunks.append(chunk)

    def close(self) -> None:
        """Close the body as a server does; a body that is closed early is closed twice."""
        if not hasattr(self.result, "close"):
            return
        for _ in range(1 if self.asked.close_after is None else 2):
            try:
                self.result.close()
            except Exception as error:
                place = self.own.raised(error)
                self.report("W409", f"{type(error).__name__}: {error}", self.last.place if place == NOWHERE else place)

    def start_response(self, *arguments: Any, **keywords: Any) -> Callable[[bytes], None]:
        """Take status and headers, as a server does (PEP 3333)."""
        if keywords:
            self.by_caller("W105", ", ".join(keywords))
            arguments = (*arguments, *keywords.values())
        if len(arguments) not in (2, 3):
            raise TypeError(f"start_response takes two or three arguments, not {len(arguments)}")
        status, headers, exc_info = (*arguments, None)[:3]
        if len(arguments) == 3:
            self.by_caller("H002", repr(type(exc_info).__name__))
        if exc_info is not None:
            self.started_again(exc_info)
        elif self.ended:
            self.by_caller("W108", repr(status))
        elif self.started_at is not None:
            self.by_caller("W103", repr(status))
        self.begin(status, headers)
        return self.write

    def started_again(self, exc_info: Any) -> None:
        """Take ``exc_info``: raise it again if the body has begun, else forget the first status (PEP 3333)."""
        if not (isinstance(exc_info, tuple) and len(exc_info) == 3 and isinstance(exc_info[1], BaseException)):
            self.by_caller("W106", repr(exc_info)[:60])
            return
        self.by_caller("W703", f"{type(exc_info[1]).__name__}: {exc_info[1]}")
        if any(self.chunks):
            self.raised_again = exc_info[1]
            raise exc_info[1].with_traceback(exc_info[2])

    def begin(self, status: Any, headers: Any) -> None:
        """Keep status and headers, and report what is wrong with them."""
        frame = sys._getframe(2)
        self.started_at = self.own.caller(frame)
        self.status = status
        for rule, detail in status_breaches(status):
            self.by_start(rule, detail)
        for rule, detail in header_breaches(headers):
            self.by_header(rule, detail)
        pairs = headers if isinstance(headers, (list, tuple)) else []
        self.headers = [pair for pair in pairs if type(pair) is tuple and len(pair) == 2]

    def by_header(self, rule: str, detail: str) -> None:
        """Report a breach of a header: of the line that started the response, or of the line that names the header."""
        started = self.started_at or NOWHERE
        name = detail.partition(":")[0]
        self.report(rule, detail, self.sources.literal(name) if started.outside and len(name) > 2 else started)

    def write(self, chunk: Any) -> None:
        """Take a part of the body in the old way (PEP 3333)."""
        self.by_caller("W410", "")
        self.take(chunk)

    def conclude(self) -> None:
        """Report what can be seen only at the end."""
        if self.raised_again is not None and self.error is not self.raised_again:
            (place,) = {breach.place for breach in self.breaches if breach.rule == "W703"}
            self.breaches = [breach for breach in self.breaches if breach.rule != "W703"]  # W107 says more
            self.report("W107", f"{type(self.raised_again).__name__}: {self.raised_again}", place)
        if self.started_at is None:  # W102 says more
            self.breaches = [breach for breach in self.breaches if breach.rule != "W104"]
        if self.error is not None or self.cut:
            return
        if self.started_at is None:
            if not any(breach.rule == "W804" for breach in self.breaches):
                self.by_body("W102", "")
        elif self.code and all(breach.rule not in ("W103", "W402") for breach in self.breaches):
            for rule, detail in whole_breaches(self.asked.method, self.code, self.headers, self.chunks):
                (self.by_body if rule in OF_THE_BODY else self.by_start)(rule, detail)

    # --- what came ---

    @property
    def code(self) -> int:
        """Return the status as a number, 0 where it has none."""
        text = self.status if isinstance(self.status, str) else ""
        return int(text[:3]) if text[:3].isascii() and text[:3].isdigit() else 0

    @property
    def body(self) -> bytes:
        """Return the body."""
        return b"".join(self.chunks)

    def header(self, name: str) -> str | None:
        """Return the first value of a header, or None."""
        return next(iter(values(self.headers, name)), None)


def definition(application: Any, own: Own) -> Place:
    """Return the line at which a callable is defined, if that is the student's."""
    function = getattr(application, "__func__", application)
    code = getattr(function, "__code__", None) or getattr(type(function).__call__, "__code__", None)
    if code is None or not own.has(code.co_filename):
        return Place(own.file, 1) if own.file else NOWHERE
    return Place(code.co_filename, code.co_firstlineno)
