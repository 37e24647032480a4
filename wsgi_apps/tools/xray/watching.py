"""An application that is recorded while a server calls it: the recorder is on in each thread in which the server calls.

What the server is given stays the same: status, headers, the pieces of the body, exceptions.
"""

from __future__ import annotations

import os
import traceback
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, nullcontext, suppress
from dataclasses import dataclass, field, replace
from typing import Any

from wsgi_apps.development.secrets import Mask
from wsgi_apps.tools.course.manifest import Request
from wsgi_apps.tools.xray.back_end import other_tracer, recording
from wsgi_apps.tools.xray.candidates import Matched
from wsgi_apps.tools.xray.exchange import Exchange
from wsgi_apps.tools.xray.programs import Program, mounted, without_speed
from wsgi_apps.tools.xray.rebuilt import is_whole, request_of
from wsgi_apps.tools.xray.recorder import Recorder
from wsgi_apps.tools.xray.recording import USUALLY, Options, new_recorder, tool_of
from wsgi_apps.tools.xray.setters import Setters
from wsgi_apps.tools.xray.trace import Recorded, trace_of
from wsgi_apps.tools.xray.wire import bytes_of, remember_secrets

Pair = tuple[str, str]


class WatchedInput:
    """The body of a request, as a server gives it: each reading is told to the recorder, and the beginning is kept."""

    def __init__(self, file: Any, length: int, recorder: Recorder) -> None:
        self.file, self.left, self.recorder, self.kept = file, length, recorder, bytearray()

    def read(self, *size: int) -> bytes:
        """Return the next bytes."""
        return self.told("read", size, self.file.read(*size))

    def readline(self, *size: int) -> bytes:
        """Return the next line, or a part of it."""
        return self.told("readline", size, self.file.readline(*size))

    def readlines(self, *hint: int) -> list[bytes]:
        """Return the next lines."""
        lines: list[bytes] = self.file.readlines(*hint)
        self.told("read", hint, b"".join(lines))
        return lines

    def __iter__(self) -> Iterator[bytes]:
        return iter(self.readline, b"")

    def __getattr__(self, name: str) -> Any:
        return getattr(self.file, name)

    def told(self, how: str, size: tuple[int, ...], got: bytes) -> bytes:
        """Report to the recorder what was read, and return it."""
        self.left = max(0, self.left - len(got))
        self.kept += got[: max(0, self.recorder.limits.body + 1 - len(self.kept))]
        asked = size[0] if size else -1
        self.recorder.served("read", {"how": how, "asked": asked, "got": len(got), "left": self.left})
        return got


class Passing(Exchange):
    """One request of a server: what the application answers is told to the recorder, and handed on."""

    def __init__(self, recorder: Recorder, start: Callable[..., Any], added: list[Pair]) -> None:
        super().__init__(recorder, lambda: recording(recorder))
        self.start, self.added, self.kept = start, added, 0
        self.write: Callable[[bytes], Any] = lambda piece: None

    def start_response(self, status: str, headers: list[Pair], exc_info: Any = None) -> Any:
        """Hand status and headers on, with the header that names the trace."""
        with suppress(TypeError, ValueError):  # headers that are not pairs are the server's to refuse
            super().start_response(status, headers, exc_info)
        given = [*headers, *self.added] if type(headers) is list else headers
        self.write = self.start(status, given, *([exc_info] if exc_info else []))
        return self.written

    def written(self, piece: bytes) -> Any:
        """Hand on a piece that the application writes itself."""
        self.chunk(piece)
        return self.write(piece)

    def chunk(self, piece: bytes) -> None:
        """Report a piece of the body to the recorder."""
        if type(piece) is bytes:
            text = piece[: max(0, self.recorder.limits.body - self.kept)].decode("latin-1")
            self.recorder.served("chunk", {"bytes": len(piece), "text": text})
            self.kept += len(piece)


class Body:
    """The body of a response. Each call switches the recorder on, in the thread that calls."""

    def __init__(self, body: Iterable[bytes], exchange: Exchange, ended: Callable[[], None]) -> None:
        self.body, self.exchange, self.ended = body, exchange, ended
        self.chunks: Iterator[bytes] | None = None

    def __iter__(self) -> Iterator[bytes]:
        return self

    def __next__(self) -> bytes:
        with failing(self.exchange), self.exchange.watch():
            if self.chunks is None:
                self.chunks = iter(self.body)
            piece = next(self.chunks)
        self.exchange.chunk(piece)
        return piece

    def close(self) -> None:
        """Close the body that the application returned, and end the recording."""
        self.exchange.closing = len(self.exchange.recorder.events)
        close = getattr(self.body, "close", None)
        try:
            with failing(self.exchange), self.exchange.watch():
                if close is not None:
                    close()
        finally:
            self.exchange.recorder.served("close", {"called": close is not None})
            self.ended()


class SizedBody(Body):
    """A body of known length: wsgiref sends a Content-Length for a list of one piece."""

    def __len__(self) -> int:
        return len(self.body)  # type: ignore[arg-type]  # it is a list or a tuple


class failing:  # noqa: N801 (a context manager reads as a verb)
    """Notes an exception that leaves the application."""

    def __init__(self, exchange: Exchange) -> None:
        self.exchange = exchange

    def __enter__(self) -> None:
        pass

    def __exit__(self, kind: object, error: BaseException | None, entry: object) -> None:
        if isinstance(error, Exception) and not isinstance(error, StopIteration):
            self.exchange.error = self.exchange.told(error)


@dataclass
class Watching:
    """Records each request to a program that a server calls. ``keep`` is called with the name and the trace of each.

    ``request`` is what was sent, if that is known; else it is made again of environ.
    """

    program: Program
    server: str
    keep: Callable[[str, dict[str, Any]], None]
    options: Options = USUALLY
    request: Request | None = None
    application: Any = field(init=False)

    def __post_init__(self) -> None:
        self.application = mounted(self.program, self.options.prefix)

    def __call__(
        self, environ: dict[str, Any], start: Callable[..., Any], name: str, added: list[Pair], head: bytes = b""
    ) -> Iterable[bytes]:
        """Answer a request, and keep its trace under a name. ``head`` has the bytes of its head, if they are known."""
        if other_tracer():  # a debugger is at work: the request matters more
            return self.application(environ, start)  # type: ignore[no-any-return]
        mask = Mask(self.options.show_secrets)
        recorder = new_recorder(self.program, self.options, mask)
        exchange = Passing(recorder, start, added)
        seen = Seen(self, name, environ, head, mask, exchange)
        core: AbstractContextManager[None] = without_speed(self.application) if self.options.core else nullcontext()
        try:
            with failing(exchange), exchange.watch(), core:
                body = self.application(environ, exchange.start_response)
        except BaseException:
            seen.ended()
            raise
        exchange.sending = len(recorder.events)
        if type(body) is list and not body:  # servers look whether there is nothing at all
            Body(body, exchange, seen.ended).close()
            return body
        return (SizedBody if type(body) in (list, tuple) else Body)(body, exchange, seen.ended)


class Seen:
    """What is known of one request: environ as the server made it, and who watches."""

    def __init__(
        self, watching: Watching, name: str, environ: dict[str, Any], head: bytes, mask: Mask, exchange: Exchange
    ) -> None:
        self.watching, self.name, self.head, self.mask, self.exchange = watching, name, head, mask, exchange
        self.environ = {key: value for key, value in environ.items() if os.environ.get(key) != value}
        self.matched, self.setters = Matched(), Setters()
        exchange.recorder.watchers = [self.matched, self.setters]
        length = environ.get("CONTENT_LENGTH") or "0"
        known = int(length) if length.isdecimal() else 0
        self.input = environ["wsgi.input"] = WatchedInput(environ["wsgi.input"], known, exchange.recorder)

    def ended(self) -> None:
        """Keep the trace. What goes wrong with it is logged, and the response is not touched."""
        try:
            self.watching.keep(self.name, self.trace())
        except Exception:
            traceback.print_exc(file=self.environ.get("wsgi.errors"))

    def trace(self) -> dict[str, Any]:
        """Return the trace of the request."""
        exchange, watching = self.exchange, self.watching
        exchange.sending = exchange.sending or len(exchange.recorder.events)
        exchange.closing = exchange.closing or len(exchange.recorder.events)
        request = watching.request or request_of(self.environ, bytes(self.input.kept), self.head)
        remember_secrets(self.mask, request)
        prefix = watching.options.prefix
        one = Recorded(
            watching.program, watching.application, prefix, exchange, self.matched, self.setters, self.environ
        )
        tool = tool_of(watching.options) | {"server": watching.server}
        trace = trace_of(request, [one], self.mask, tool)
        if watching.request is None:
            trace["request"] |= {} if bytes_of(replace(request, body=b"")) == self.head else {"rebuilt": True}
            trace["request"]["truncated"] |= not is_whole(self.environ, len(self.input.kept))
        return trace
