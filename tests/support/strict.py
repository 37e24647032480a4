"""An in-process server that holds an application to PEP 3333 more strictly than a real one does.

Every application under test runs in it, inside ``wsgiref.validate``. Each rule raises ``Broken`` with one sentence.
"""

from __future__ import annotations

import io
import re
import warnings
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from wsgiref.validate import WSGIWarning, validator

TOKEN = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")  # RFC 9110, 5.6.2
STATUS = re.compile(r"[1-5]\d\d [^\x00-\x1f\x7f]*")
CONTROL = re.compile(r"[\r\n\x00]")
BODILESS = {204, 304}  # RFC 9110, 15.3.5 and 15.4.5


class Broken(AssertionError):
    """The application broke a rule of PEP 3333 or RFC 9110."""


def need(condition: object, sentence: str) -> None:
    if not condition:
        raise Broken(sentence)


class Input:
    """A ``wsgi.input`` that refuses what would block or over-read on a real socket, and counts what was read."""

    def __init__(self, data: bytes, allowed: int, most: int | None = None) -> None:
        self.stream = io.BytesIO(data)
        self.left = allowed  # bytes that may still be asked for
        self.most = most  # bytes that one read may give, as a slow connection does
        self.asked: list[int] = []
        self.consumed = 0

    def read(self, size: int | None = None) -> bytes:
        need(
            size is not None and size > 0,
            f"wsgi.input.read({size!r}): a read without a positive size may wait for ever",
        )
        need(size <= self.left, f"wsgi.input.read({size}): only {self.left} bytes may be asked for")
        self.asked.append(size)
        piece = self.stream.read(size if self.most is None else min(size, self.most))
        self.left -= len(piece)
        self.consumed += len(piece)
        return piece

    def readline(self, size: int | None = None) -> bytes:
        need(size is not None and size > 0, f"wsgi.input.readline({size!r}): a line may be as long as the body")
        need(size <= self.left, f"wsgi.input.readline({size}): only {self.left} bytes may be asked for")
        line = self.stream.readline(size)
        self.left -= len(line)
        self.consumed += len(line)
        return line

    def readlines(self, hint: int | None = None) -> list[bytes]:
        raise Broken("wsgi.input.readlines() reads without a bound")

    def __iter__(self) -> Input:
        raise Broken("iterating over wsgi.input reads without a bound")


ENDLESS = 1 << 62  # what may be asked for where the server itself ends the input


def environ_for(
    method: str = "GET",
    path: str = "/",
    body: bytes = b"",
    *,
    query: str = "",
    script_name: str = "",
    content_length: str | None = "auto",
    terminated: bool | None = None,
    most: int | None = None,
    **more: object,
) -> dict[str, object]:
    """Return the environ of a request; ``content_length`` None leaves the key out, ``auto`` counts the body."""
    length = (str(len(body)) if body else None) if content_length == "auto" else content_length
    digits = (length or "").strip()
    announced = int(digits) if digits.isascii() and digits.isdigit() and len(digits) < 4000 else 0
    allowed = announced if length or not terminated else ENDLESS
    environ: dict[str, object] = {
        "REQUEST_METHOD": method,
        "SCRIPT_NAME": script_name,
        "PATH_INFO": path,
        "QUERY_STRING": query,
        "SERVER_NAME": "localhost",
        "SERVER_PORT": "80",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "REMOTE_ADDR": "127.0.0.1",
        "HTTP_HOST": "localhost",
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": "http",
        "wsgi.input": Input(body, allowed, most),
        "wsgi.errors": io.StringIO(),
        "wsgi.multithread": False,
        "wsgi.multiprocess": False,
        "wsgi.run_once": False,
    }
    if length is not None:
        environ["CONTENT_LENGTH"] = length
    if terminated is not None:
        environ["wsgi.input_terminated"] = terminated
    return environ | more


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


class Conversation:
    """One request, from ``start_response`` to ``close``."""

    def __init__(self) -> None:
        self.started: list[tuple[str, list[tuple[str, str]]]] = []
        self.chunks: list[bytes] = []

    def start_response(self, *arguments: object, **keywords: object) -> Callable[[bytes], object]:
        need(not keywords, "start_response takes its arguments by position")
        need(len(arguments) == 2, f"start_response got {len(arguments)} arguments: send no exc_info, uWSGI fails on it")
        need(not self.started, "start_response was called twice")
        status, headers = arguments
        check_status(status)
        check_headers(headers)
        self.started.append((status, list(headers)))
        return self.chunks.append

    def take(self, chunk: object) -> None:
        need(type(chunk) is bytes, f"the body holds {type(chunk).__name__}, not bytes")
        need(self.started or not chunk, "a part of the body came before start_response")
        self.chunks.append(chunk)


def check_status(status: object) -> None:
    need(type(status) is str, f"the status is {type(status).__name__}, not str")
    need(STATUS.fullmatch(status), f"the status line {status!r} is not three digits, a space and a reason")
    need(is_latin1(status), f"the status line {status!r} is not latin-1")


def check_headers(headers: object) -> None:
    need(type(headers) is list, f"the headers are {type(headers).__name__}, not a list")
    for pair in headers:
        need(type(pair) is tuple and len(pair) == 2, f"the header {pair!r} is not a pair")
        name, value = pair
        need(type(name) is str and type(value) is str, f"the header {name!r}: {value!r} is not made of str")
        need(TOKEN.fullmatch(name), f"{name!r} is no name of a header")
        need(not CONTROL.search(value), f"the header {name} holds CR, LF or NUL: {value!r}")
        need(is_latin1(value), f"the header {name} is not latin-1: {value!r}")


def is_latin1(text: str) -> bool:
    return all(ord(character) < 256 for character in text)


def check_whole(method: str, status: int, answer: Answer) -> None:
    """Check what can be seen only at the end."""
    announced = answer.header("Content-Length")
    if method == "HEAD" or status in BODILESS or status < 200:
        need(not answer.body, f"{len(answer.body)} bytes of body in the answer {status} to {method}")
        need(status not in {204} or announced is None, "204 has no Content-Length (RFC 9110, 8.6)")
    elif announced is not None:
        need(announced == str(len(answer.body)), f"Content-Length {announced} and {len(answer.body)} bytes of body")
    need(not answer.body or answer.header("Content-Type"), "a body without a Content-Type")


def validator_knows(environ: dict[str, object]) -> bool:
    """Return whether ``wsgiref.validate`` lets such a request through: its own rules are for servers, not clients."""
    length = environ.get("CONTENT_LENGTH") or "0"
    path = environ.get("PATH_INFO", "")
    if environ.get("SCRIPT_NAME", "/") == "/" or "HTTP_CONTENT_LENGTH" in environ:
        return False
    return length.isascii() and length.isdigit() and len(length) < 4000 and (not path or path.startswith("/"))


def call(
    application: Callable[..., Iterable[bytes]], environ: dict[str, object] | None = None, validate: bool = True
) -> Answer:
    """Send one request through ``application`` and return what a client would get.

    ``validate`` False leaves ``wsgiref.validate`` out: for environs that only a broken server would make.
    """
    environ = environ_for() if environ is None else environ
    given = dict(environ)
    conversation = Conversation()
    if validate and validator_knows(environ):
        application = validator(application)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", WSGIWarning)  # it warns of methods that it does not know
        result = application(environ, conversation.start_response)
    try:
        for chunk in result:
            conversation.take(chunk)
    finally:
        if hasattr(result, "close"):
            result.close()
    need(conversation.started, "start_response was not called")
    status, headers = conversation.started[0]
    answer = Answer(int(status[:3]), status[4:], headers, conversation.chunks, given)
    check_whole(str(given["REQUEST_METHOD"]), answer.status, answer)
    return answer
