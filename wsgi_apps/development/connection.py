"""The connection of a client, read within limits: of time, of length, and of what the head of a request may hold."""

from __future__ import annotations

import io
import re
import socket
from collections.abc import Callable
from math import inf
from time import monotonic
from typing import IO, Any
from wsgiref.simple_server import WSGIRequestHandler

from wsgi_apps.environ import TOKEN

SILENCE = 10.0  # seconds without a byte after which a client is given up
HEAD_TIME = 30.0  # seconds for the request line and all headers
BODY_TIME = 600.0  # seconds for the body
SENDING = 60.0  # seconds for a piece of the response
HEAD_SIZE = 65536  # bytes of all headers
LINE = 8192  # bytes of a line around a chunk
SPARE = 65536  # bytes of lines around chunks that any body may have
SHARE = 16  # bytes of such lines that come with a byte of content
#: A header on a line of its own (RFC 9112, 5), or the empty line at the end.
HEADER = re.compile(rf"(?:{TOKEN.pattern}:[\t -~\x80-\xff]*)?\r?\n".encode("latin-1"))
#: The key of environ with the bytes of the head, for an application that has the attribute ``wants_head``.
HEAD = "wsgi_apps.head"
#: Headers that may come only once. A proxy may take the first of several, and this server the last.
ONCE = ("Host", "Content-Length", "Transfer-Encoding", "Content-Type")


class PatientSocket(io.RawIOBase):
    """A file around a ``connection``, which waits for a client, but not for ever. Raises TimeoutError.

    The thread of a silent client would stay otherwise, one for each connection that a stranger opens.
    """

    def __init__(self, connection: socket.socket) -> None:
        self.connection = connection
        self.until = inf

    def allow(self, seconds: float) -> None:
        """Let what is read from now on take so many ``seconds`` together."""
        self.until = monotonic() + seconds

    def readable(self) -> bool:
        """Return whether the file can be read."""
        return True

    def readinto(self, buffer: Any) -> int:
        """Read what has come, or wait for it."""
        left = self.until - monotonic()
        if left <= 0:
            raise TimeoutError("the client is too slow")
        self.connection.settimeout(min(SILENCE, left))
        try:
            return self.connection.recv_into(buffer)
        finally:
            self.connection.settimeout(SENDING)


class HeadLines:
    """The lines of a head in a binary ``file``; ``problem`` is a sentence about the first error in them."""

    problem = ""

    def __init__(self, file: Any) -> None:
        self.file, self.size = file, 0
        self.lines: list[bytes] = []

    def readline(self, limit: int) -> bytes:
        """Return the next line, at most ``limit`` bytes of it."""
        line: bytes = self.file.readline(limit)
        self.size += len(line)
        self.lines.append(line)
        if self.size > HEAD_SIZE:
            self.problem = f"The headers have more than {HEAD_SIZE} bytes."
            return b""  # the end
        if not HEADER.fullmatch(line):
            self.problem = "A header is a name, a colon and a value on one line."
        return line


class CarefulHandler(WSGIRequestHandler):
    """Reads a request within limits, and refuses one that two programs may read in two ways (RFC 9112, 11)."""

    #: Reads a request and answers it: a method of a derived class.
    handle_request: Callable[[], None]
    raw_requestline: bytes  # of the standard library's handler
    #: The bytes of the head, as they came.
    head: bytes = b""

    def setup(self) -> None:
        """Open the files of the connection."""
        super().setup()
        self.patient = PatientSocket(self.connection)
        self.rfile = io.BufferedReader(self.patient)

    def handle(self) -> None:
        """Answer one request; a client that is too slow, or has gone, is given up."""
        self.patient.allow(HEAD_TIME)
        try:
            self.handle_request()
        except (TimeoutError, ConnectionError):
            self.log_message("%s", "the client was silent for too long, or has gone")

    def parse_request(self) -> bool:
        """Read the head. Return whether the request is to be answered; if not, the error has been sent."""
        lines = HeadLines(self.rfile)
        self.rfile = lines  # type: ignore[assignment]  # nothing else of it is used for the head
        try:
            is_fit = super().parse_request()
        finally:
            self.rfile = lines.file
        self.head = self.raw_requestline + b"".join(lines.lines)
        self.patient.allow(BODY_TIME)
        problem = lines.problem or (unclear(self.headers, self.request_version) if is_fit else "")
        if is_fit and problem:
            self.send_error(431 if lines.size > HEAD_SIZE else 400, problem)
        return is_fit and not problem


def unclear(headers: Any, version: str) -> str:
    """Return a sentence about headers that two programs may read in two ways; empty if all are right.

    A header came twice but may come only once, Transfer-Encoding is empty, or HTTP/1.1 comes without a Host
    (RFC 9112, 3.2 and 6.1).
    """
    twice = [name for name in ONCE if len(headers.get_all(name, ())) > 1]
    if twice:
        return f"The request has the header {twice[0]} twice."
    if headers.get("Transfer-Encoding", "chunked").strip(" \t\r\n") == "":
        return "Transfer-Encoding is empty. Send chunked, or leave it out and send a Content-Length."
    if "Host" not in headers and version >= "HTTP/1.1":
        return "A request of HTTP/1.1 needs the header Host."
    return ""


class Framing:
    """The lines around the chunks of a body in a binary ``file``: so many bytes, and more with the content.

    Otherwise a client could send lines for ever, and a body of one byte would never end.
    """

    def __init__(self, file: IO[bytes]) -> None:
        self.file, self.spare = file, SPARE

    def line(self) -> bytes:
        """Return the next line. Raises ValueError if there are too many."""
        line = self.file.readline(LINE)
        self.spare -= len(line)
        if self.spare < 0:
            raise ValueError("the lines around the chunks are longer than the chunks")
        return line

    def pass_content(self, size: int) -> None:
        """Take note of ``size`` bytes of content."""
        self.spare += SHARE * size
