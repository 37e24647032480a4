"""The server of a recording: it calls an application as PEP 3333 has it, and tells the recorder what it sees."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager, redirect_stdout
from typing import Any, cast

from wsgi_apps.development.secrets import is_secret
from wsgi_apps.development.values import NAME_OF
from wsgi_apps.tools.xray.recorder import Recorder
from wsgi_apps.tools.xray.zones import YOURS

Application = Callable[..., Iterable[bytes]]


class Input(io.BytesIO):
    """A body of a request that tells the recorder each time it is read."""

    def __init__(self, body: bytes, recorder: Recorder) -> None:
        super().__init__(body)
        self.length, self.recorder = len(body), recorder

    def read(self, size: int | None = -1) -> bytes:
        """Return the next bytes, all for a size below 0 or None."""
        return self.told("read", size, super().read(size))

    def readline(self, size: int | None = -1) -> bytes:
        """Return the next line, or as much of it as the size says."""
        return self.told("readline", size, super().readline(size))

    def told(self, how: str, size: int | None, got: bytes) -> bytes:
        """Report to the recorder what was read, and return it."""
        left = self.length - self.tell()
        self.recorder.served("read", {"how": how, "asked": size, "got": len(got), "left": left})
        return got


class Exchange:
    """One request to an application, and what it answers. The recorder is told while a context of ``watch`` is open."""

    def __init__(self, recorder: Recorder, watch: Callable[[], AbstractContextManager[None]]) -> None:
        self.recorder, self.watch = recorder, watch
        self.status, self.headers = "", cast(list[tuple[str, str]], [])
        self.chunks: list[bytes] = []
        self.error: dict[str, Any] | None = None
        #: The numbers of the first event after the call of the application, and of the first one after its body.
        self.sending = self.closing = 0

    def run(self, application: Application, environ: dict[str, Any], most: int | None = None) -> bytes:
        """Call an application, ask for its body (at most so many chunks), and close it; return what it has sent."""
        environ["wsgi.input"] = Input(environ["wsgi.input"].read(), self.recorder)
        with redirect_stdout(environ["wsgi.errors"]), self.watch():
            try:
                body = application(environ, self.start_response)
                self.sending = len(self.recorder.events)
                self.send(body, most)
            except Exception as error:
                self.error = self.told(error)
        self.sending = self.sending or len(self.recorder.events)
        self.closing = self.closing or len(self.recorder.events)
        return b"" if environ["REQUEST_METHOD"] == "HEAD" else b"".join(self.chunks)

    def start_response(self, status: str, headers: list[tuple[str, str]], exc_info: Any = None) -> Any:
        """Take the status and the headers (PEP 3333); a later call replaces an earlier one."""
        self.status, self.headers = status, list(headers)
        for name, value in headers:
            if is_secret(name):
                self.recorder.values.mask.hidden(value)
        details = {"status": status, "headers": [list(pair) for pair in headers]}
        self.recorder.served("start", details)
        return self.chunk

    def send(self, body: Iterable[bytes], most: int | None) -> None:
        """Ask for the chunks of a body, and close it."""
        try:
            chunks = iter(body)
            while most is None or len(self.chunks) < most:
                try:
                    self.chunk(next(chunks))
                except StopIteration:
                    break
        finally:
            self.closing = len(self.recorder.events)
            close = getattr(body, "close", None)
            if close is not None:
                close()
            self.recorder.served("close", {"called": close is not None})

    def chunk(self, piece: bytes) -> None:
        """Take a piece of the body."""
        text = piece[: self.recorder.limits.body].decode("latin-1")
        self.recorder.values.mask.remember_in(text)
        self.recorder.served("chunk", {"bytes": len(piece), "text": text})
        self.chunks.append(piece)

    def told(self, error: Exception) -> dict[str, Any]:
        """Return what a trace says of an exception that left the application: where it was raised in your code."""
        entry = error.__traceback__
        places: list[tuple[bool, int | None, int | None]] = []
        while entry is not None:
            function = self.recorder.known.get(id(entry.tb_frame.f_code))
            places += [(function.zone == YOURS, function.index, entry.tb_lineno)] if function else []
            entry = entry.tb_next
        yours = [place for place in places if place[0]] or places or [(False, None, None)]
        _, function_index, line = yours[-1]
        text = self.recorder.text_of(error)
        return {"type": NAME_OF(type(error)), "text": text, "function": function_index, "line": line}
