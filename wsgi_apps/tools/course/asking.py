"""Sending the requests of a lab to a callable or to a server, and writing them as lines of curl and httpie."""

from __future__ import annotations

import io
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import redirect_stdout
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException
from importlib import import_module
from shlex import quote
from types import ModuleType
from typing import Any
from urllib.parse import unquote_to_bytes, urlsplit

from wsgi_apps.tools.course.manifest import Lab, Request

HOST = "127.0.0.1"
PATIENCE = 10  # seconds that a server may take for a response


@dataclass(frozen=True)
class Answer:
    """A response: status, headers and body.

    Without a response the status is 0, and ``failure`` says what happened.
    """

    status: int
    headers: tuple[tuple[str, str], ...] = ()
    body: bytes = b""
    failure: str = ""

    def header(self, name: str) -> str | None:
        """Return the values of a header, joined by commas (RFC 9110, 5.3), or None."""
        values = [value for key, value in self.headers if key.lower() == name.lower()]
        return ", ".join(values) if values else None

    @property
    def text(self) -> str:
        """Return the body as text; bytes that are not UTF-8 show as a replacement character."""
        return self.body.decode("utf-8", "replace")


def application_of(lab: Lab, way: str) -> Any:
    """Return the callable of one way of a lab. Its modules are loaded again, so that they have seen no request.

    Other code keeps the modules of the labs that it has imported.
    """
    module, _, name = lab.module(way).partition(":")
    root = str(lab.folder.parent.parent)
    if root not in sys.path:
        sys.path.insert(0, root)
    before = unloaded(f"{lab.folder.parent.name}.")
    try:
        return getattr(import_module(module), name)
    finally:
        unloaded(f"{lab.folder.parent.name}.")
        sys.modules.update(before)


def unloaded(start: str) -> dict[str, ModuleType]:
    """Take the modules whose names begin with ``start`` out of ``sys.modules``; return them by their names."""
    return {name: sys.modules.pop(name) for name in [one for one in sys.modules if one.startswith(start)]}


def in_process(application: Callable[..., Iterable[bytes]], request: Request) -> Answer:
    """Return the answer of a WSGI callable, called as a server calls it (PEP 3333). An exception is the failure.

    As on a server, its standard output goes to ``wsgi.errors``.
    """
    started: list[tuple[str, list[tuple[str, str]]]] = []

    def start_response(status: str, headers: list[tuple[str, str]], exc_info: Any = None) -> Callable[[bytes], object]:
        started.append((status, headers))
        return written.append

    written: list[bytes] = []
    environ = environ_of(request)
    try:
        with redirect_stdout(environ["wsgi.errors"]):
            body = b"".join([*consumed(application(environ, start_response)), *written])
        status, headers = started[-1]
    except Exception as error:
        return Answer(0, failure=f"{type(error).__name__}: {error}")
    return Answer(int(status[:3]), tuple(headers), b"" if request.method == "HEAD" else body)


def consumed(iterable: Iterable[bytes]) -> Iterator[bytes]:
    """Yield the body that an application returned, and close it as PEP 3333 demands."""
    try:
        yield from iterable
    finally:
        getattr(iterable, "close", lambda: None)()


def environ_of(request: Request) -> dict[str, Any]:
    """Return the environ that a server makes for a request."""
    path, _, query = request.target.partition("?")
    environ = {
        "REQUEST_METHOD": request.method,
        "SCRIPT_NAME": "",
        "PATH_INFO": unquote_to_bytes(path).decode("latin-1"),
        "QUERY_STRING": query,
        "SERVER_NAME": "localhost",
        "SERVER_PORT": "80",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "REMOTE_ADDR": HOST,
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": "http",
        "wsgi.input": io.BytesIO(request.body),
        "wsgi.errors": io.StringIO(),
        "wsgi.multithread": False,
        "wsgi.multiprocess": False,
        "wsgi.run_once": False,
    }
    for name, value in [("Host", "localhost"), *request.headers, *framing(request)]:
        key = name.upper().replace("-", "_")
        letters = value.encode("utf-8").decode("latin-1")  # a letter for each byte (PEP 3333, Unicode Issues)
        environ[key if key in ("CONTENT_TYPE", "CONTENT_LENGTH") else f"HTTP_{key}"] = letters
    return environ | {"wsgi.input_terminated": True} if request.chunked else environ


def framing(request: Request) -> list[tuple[str, str]]:
    """Return the header that marks the end of the body, unless the request has one itself."""
    if request.chunked:
        return [("Transfer-Encoding", "chunked")]
    if request.body and "content-length" not in {name.lower() for name, _ in request.headers}:
        return [("Content-Length", str(len(request.body)))]
    return []


def over_http(url: str, request: Request) -> Answer:
    """Return the answer of the server at a URL (``http://host:port/prefix``); a broken connection is the failure."""
    place = urlsplit(url)
    connection = HTTPConnection(place.hostname or HOST, place.port, timeout=PATIENCE)
    try:
        connection.putrequest(request.method, place.path.rstrip("/") + request.target, skip_accept_encoding=True)
        for name, value in [*request.headers, *framing(request)]:
            connection.putheader(name, value.encode("utf-8"))
        connection.endheaders(in_chunks(request.body) if request.chunked else request.body or None)
        response = connection.getresponse()
        return Answer(response.status, tuple(response.getheaders()), response.read())
    except (OSError, HTTPException) as error:
        return Answer(0, failure=f"{type(error).__name__}: {error}")
    finally:
        connection.close()


def in_chunks(body: bytes) -> bytes:
    """Return the body in two chunks and the last one (RFC 9112, 7.1)."""
    half = len(body) // 2 + 1
    pieces = [piece for piece in (body[:half], body[half:]) if piece]
    return b"".join(b"%x\r\n%b\r\n" % (len(piece), piece) for piece in pieces) + b"0\r\n\r\n"


def curl(request: Request, url: str) -> str:
    """Return the line that sends a request to a server at a URL with curl."""
    words = [
        *method_for_curl(request),
        quote(url + request.target),
        *headers_for_curl(request),
        *body_for_curl(request),
    ]
    return " ".join([*piped(request), "curl", *words])


def piped(request: Request) -> list[str]:
    """Return the words in front of a client that is given its body by ``printf``: bytes that no keyboard has."""
    if "hex" not in request.written:
        return []
    return ["printf", quote("".join(f"\\{byte:03o}" for byte in request.body)), "|"]


def method_for_curl(request: Request) -> list[str]:
    """Return curl's words for the method: none where it is curl's default."""
    if request.method == "HEAD":
        return ["--head"]
    usual = "POST" if request.body else "GET"
    return [] if request.method == usual else ["-X", request.method]


def headers_for_curl(request: Request) -> list[str]:
    """Return curl's words for the headers that curl does not add by itself."""
    own = {"form", "files"} & set(request.written)
    shown = [(name, value) for name, value in request.headers if not (own and name == "Content-Type")]
    chunked = [("Transfer-Encoding", "chunked")] if request.chunked else []
    return [word for name, value in [*shown, *chunked] for word in ("-H", quote(header_line(name, value)))]


def header_line(name: str, value: str) -> str:
    """Return a header as curl reads it: without a value it ends in a semicolon."""
    return f"{name}: {value}" if value else f"{name};"


def body_for_curl(request: Request) -> list[str]:
    """Return curl's words for the body."""
    if "files" in request.written:
        fields = [f"{name}={value}" for name, value in request.written.get("form", {}).items()]
        files = [f"{name}=@{file}" for name, file in request.files.items()]
        return [word for one in [*fields, *files] for word in ("-F", quote(one))]
    if "hex" in request.written:
        return ["--data-binary", "@-"]
    return ["--data-binary", quote(request.body.decode("utf-8"))] if request.body else []


def httpie(request: Request, url: str) -> str:
    """Return the line that sends a request to a server at a URL with httpie."""
    form = {"form", "files"} & set(request.written)
    without_files = "files" in request.written and not request.files
    kind = ["--multipart"] if without_files else ["--form"] if form else []
    chunked = ["--chunked"] if request.chunked else []
    raw = ["--raw", quote(request.body.decode("utf-8"))] if {"body", "json"} & set(request.written) else []
    shown = [quote(f"{name}:{value}" if value else f"{name};") for name, value in request.headers if not form]
    fields = [quote(f"{name}={value}") for name, value in request.written.get("form", {}).items()]
    files = [quote(f"{name}@{file}") for name, file in request.files.items()]
    words = [*kind, *chunked, *raw, request.method, quote(url + request.target), *shown, *fields, *files]
    return " ".join([*piped(request), "http", *words])
