"""A request as the probe sends it, the environ that stands for it, and a ``wsgi.input`` that watches its reader."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

Report = Callable[[str, str], None]  # a rule, and a detail

ENDLESS = 1 << 62  # what may be asked for where the server itself ends the input
AUTO = "auto"
BIG = 10 * 1024 * 1024  # bytes that a request announces to see whether there is a limit
DIGITS = 4000  # more digits than that are no number for Python


@dataclass(frozen=True)
class Asked:
    """A request. ``path`` is PATH_INFO (bytes as latin-1).

    ``length`` is CONTENT_LENGTH: AUTO counts the body, None leaves it out. ``most`` is how many bytes one read gives.
    ``left_out`` are keys that environ does not have. ``gone`` says that the client has left: reading raises OSError.
    ``close_after`` is the number of parts after which the server closes the body.
    """

    method: str = "GET"
    path: str = "/"
    query: str = ""
    headers: tuple[tuple[str, str], ...] = ()
    body: bytes = b""
    length: str | None = AUTO
    terminated: bool | None = None
    most: int | None = None
    script_name: str = ""
    left_out: tuple[str, ...] = ()
    gone: bool = False
    close_after: int | None = None

    def environ(self, report: Report) -> dict[str, Any]:
        """Return the environ of this request; what the reader of the body does wrong is reported."""
        length = (str(len(self.body)) if self.body else None) if self.length == AUTO else self.length
        environ: dict[str, Any] = {
            "REQUEST_METHOD": self.method,
            "SCRIPT_NAME": self.script_name,
            "PATH_INFO": self.path,
            "QUERY_STRING": self.query,
            "SERVER_NAME": "localhost",
            "SERVER_PORT": "80",
            "SERVER_PROTOCOL": "HTTP/1.1",
            "REMOTE_ADDR": "127.0.0.1",
            "HTTP_HOST": "localhost",
            "wsgi.version": (1, 0),
            "wsgi.url_scheme": "http",
            "wsgi.input": Input(self.body, allowed(length, self.terminated), self.most, report, gone=self.gone),
            "wsgi.errors": Errors(report),
            "wsgi.multithread": False,
            "wsgi.multiprocess": False,
            "wsgi.run_once": False,
        }
        if length is not None:
            environ["CONTENT_LENGTH"] = length
        if self.terminated is not None:
            environ["wsgi.input_terminated"] = self.terminated
        environ |= {variable(name): value for name, value in self.headers}
        return {key: value for key, value in environ.items() if key not in self.left_out}


def variable(header: str) -> str:
    """Return the variable of environ that holds a header (PEP 3333, environ Variables)."""
    key = header.upper().replace("-", "_")
    return key if key in ("CONTENT_TYPE", "CONTENT_LENGTH") else f"HTTP_{key}"


def allowed(length: str | None, terminated: bool | None) -> int:
    """Return how many bytes may be asked for, with such a CONTENT_LENGTH."""
    if not length and terminated:
        return ENDLESS
    digits = (length or "").strip()
    return int(digits) if digits.isascii() and digits.isdigit() and len(digits) < DIGITS else 0


class Input:
    """A ``wsgi.input`` that reports what would block or read too far on a real socket, and counts what was read."""

    def __init__(
        self, data: bytes, allowed: int, most: int | None = None, report: Report | None = None, gone: bool = False
    ) -> None:
        self.stream = io.BytesIO(data)
        self.left = allowed  # bytes that may still be asked for
        self.endless = allowed == ENDLESS
        self.most = most  # bytes that one read may give, as a slow connection does
        self.report = report or (lambda rule, detail: None)
        self.gone = gone
        self.asked: list[int] = []
        self.consumed = 0

    def read(self, size: int | None = None) -> bytes:
        """Return the next bytes."""
        return self.taken(self.stream.read, self.bound("read", size, "W501"))

    def readline(self, size: int | None = None) -> bytes:
        """Return the next line, or a part of it."""
        return self.taken(self.stream.readline, self.bound("readline", size, "W503"))

    def readlines(self, hint: int | None = None) -> list[bytes]:
        """Return the lines that are left."""
        self.report("W503", "wsgi.input.readlines()")
        return self.taken(self.stream.read, -1).splitlines(keepends=True)

    def __iter__(self) -> Input:
        self.report("W503", "for line in wsgi.input")
        return self

    def __next__(self) -> bytes:
        if line := self.taken(self.stream.readline, -1):
            return line
        raise StopIteration

    def close(self) -> None:
        """Report that the application closes what is not its own."""
        self.report("W509", "wsgi.input.close()")

    def bound(self, how: str, size: int | None, boundless: str) -> int:
        """Return how many bytes a read may give (-1 for all), after a look at what was asked for."""
        if size is None or size < 0:
            if not self.endless or boundless == "W503":
                self.report(boundless, f"wsgi.input.{how}({'' if size is None else size})")
            return -1
        if size == 0:
            self.report("H001" if how == "read" else boundless, f"wsgi.input.{how}(0)")
        if size > self.left:
            self.report("W502", f"wsgi.input.{how}({size}), {self.left} left")
        if size >= BIG and how == "read":
            self.report("W507", f"wsgi.input.read({size})")
        self.asked.append(size)
        return size

    def taken(self, method: Callable[[int], bytes], size: int) -> bytes:
        """Return what a method of the stream gives, and count it."""
        if self.gone:
            raise OSError("the client has gone")
        piece = method(size if self.most is None or size < 0 else min(size, self.most))
        self.left -= len(piece)
        self.consumed += len(piece)
        return piece


class Errors(io.StringIO):
    """A ``wsgi.errors`` that reports its closing."""

    def __init__(self, report: Report) -> None:
        super().__init__()
        self.report = report

    def close(self) -> None:
        """Report that the application closes what is not its own."""
        self.report("W509", "wsgi.errors.close()")

    def __del__(self) -> None:
        """Close the text. Python's own would call ``close`` above at the end of every request."""
        super().close()
