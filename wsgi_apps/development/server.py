"""The development server: the standard library's, with threads, a reloader and a page for mistakes.

It is for the machine of whoever writes the program. uWSGI and gunicorn are for everything else.
"""

from __future__ import annotations

import re
import socket
import sys
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from contextvars import ContextVar
from functools import partial
from ipaddress import ip_address
from pathlib import Path
from socketserver import ThreadingMixIn
from types import SimpleNamespace
from typing import IO, Any
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from wsgi_apps.development.buffered import buffered
from wsgi_apps.development.first_page import first_page, rules_of
from wsgi_apps.development.reloader import reloading
from wsgi_apps.development.short_traceback import FoldedLog
from wsgi_apps.development.traceback_page import EXPLAINS
from wsgi_apps.request_body import PIECE

HOST = "127.0.0.1"
PORT = 5000
BODY_LIMIT = 64 * 1024 * 1024  # bytes; more where the application takes more
CHUNK_SIZE = re.compile(rb"([0-9A-Fa-f]{1,15})[ \t]*(?:;[^\r\n]*)?\r?\n")  # RFC 9112, 7.1
LINE = 8192  # bytes
#: No body: wsgiref adds a Content-Length of 0 to one without pieces, which 204 and 304 must not have (RFC 9110, 8.6).
NOTHING = [b"", b""]
#: Whether a command is importing a program, which is not to start a server itself then.
LOADING = ContextVar("wsgi_apps.loading", default=False)
#: What Flask's server takes and this one does not, and what to do instead.
ELSEWHERE = {
    "ssl_context": "it speaks plain HTTP; let nginx speak TLS in front of it",
    "processes": "it is one process; let uWSGI or gunicorn have several",
    "reloader_type": "it looks at the files itself; write 'stat'",
    "use_evalex": "its page for mistakes runs no code",
    "load_dotenv": "it reads no .env file; set the variables before it starts",
}

ALWAYS = [("reloader_type", "stat"), ("reloader_type", "auto")]  # options that name what this server does anyway


class Server(WSGIServer):
    """One request after the other, at an address of either version of IP."""

    program: WSGIApplication | None = None  # the application, as the program made it
    request_queue_size = 128  # connections that may wait; with 5, the default, a browser's next one waits a second

    def __init__(self, address: tuple[str, int], handler: type[WSGIRequestHandler]) -> None:
        self.address_family = socket.AF_INET6 if ":" in address[0] else socket.AF_INET
        super().__init__(address, handler)


class ThreadingServer(ThreadingMixIn, Server):
    """A thread for each request."""

    daemon_threads = True


class Handler(WSGIRequestHandler):
    """Reads requests; its log line shows no control characters of a client's."""

    def log_message(self, format: str, *arguments: Any) -> None:  # noqa: A002 (the name that it has there)
        """Write one line to standard error."""
        line = ascii(format % arguments)[1:-1]
        sys.stderr.write(f"{self.address_string()} - - [{self.log_date_time_string()}] {line}\n")

    def get_stderr(self) -> Any:
        """Return ``wsgi.errors``: standard error, with tracebacks folded where a person reads them."""
        is_read = sys.stderr.isatty() or getattr(getattr(self.server, "program", None), "debug", False)
        return FoldedLog(sys.stderr) if is_read else sys.stderr


def dechunked(file: IO[bytes]) -> Iterator[bytes]:
    """Yield what is in the chunks (RFC 9112, 7.1) of a binary ``file``, up to the end of the body.

    Raises ValueError for what is not chunked.
    """
    while left := chunk_size(file.readline(LINE)):
        while left:
            piece = file.read(min(PIECE, left))
            left -= len(piece)
            if not piece or (not left and file.readline(LINE).strip()):
                raise ValueError("a chunk has not the length that it is said to have")
            yield piece
    while file.readline(LINE).strip():
        pass  # a trailer


def chunk_size(line: bytes) -> int:
    """Return the length (int, bytes) that the first ``line`` (bytes) of a chunk says. Raises ValueError."""
    found = CHUNK_SIZE.fullmatch(line)
    if found is None:
        raise ValueError("a chunk begins with its length in hexadecimal digits")
    return int(found[1], 16)


def is_loopback(host: str) -> bool:
    """Return whether only this machine reaches ``host`` (str; bool)."""
    with suppress(ValueError):
        return ip_address(host).is_loopback
    return host == "localhost"


def port_number(port: int | str | None) -> int:
    """Return the ``port`` (int, or str of digits) as an int: 5000 for None. Raises ValueError for what is no port."""
    text = str(PORT if port is None else port)
    if not (text.isascii() and text.isdigit() and int(text) < 65536):
        raise ValueError(f"port={port!r} is no port: write a number from 0 to 65535")
    return int(text)


def serve(
    app: WSGIApplication,
    host: str | None = None,
    port: int | str | None = None,
    use_reloader: bool | None = None,
    allow_remote: bool = False,
    threaded: bool = True,
    use_debugger: bool = True,
    extra_files: Iterable[str | Path] = (),
    **elsewhere: Any,
) -> None:
    """Serve an application until Ctrl-C. In debug mode the reloader is on, and mistakes are shown in the browser.

    ``host`` (str) is 127.0.0.1 and ``port`` (int, or str of digits) 5000 if they are None. ``threaded`` (bool): a thread
    for each request, else one request after the other. ``use_debugger`` (bool): mistakes may be shown. The reloader looks
    at ``extra_files`` (paths) too.
    Raises ValueError for what is no port, and for a ``host`` (str) that other machines reach, unless ``allow_remote`` (bool):
    a server for development has no business there. Raises TypeError for an option that this server has not.
    """
    refuse_options(elsewhere)
    host, port = HOST if host is None else host, port_number(port)
    if not allow_remote:
        refuse_remote(host)
    serve_here = partial(serve_forever, app, host, port, threaded, use_debugger and is_loopback(host))
    if getattr(app, "debug", False) if use_reloader is None else use_reloader:
        reloading(serve_here, [Path(file) for file in extra_files])
    else:
        serve_here()


def refuse_options(options: Mapping[str, Any]) -> None:
    """Raise TypeError for options (mapping) that this server has not, with what to do instead."""
    for name, value in options.items():
        is_off = name in ELSEWHERE and not value
        if not is_off and (name, value) not in ALWAYS:
            advice = ELSEWHERE.get(name, "leave it out, or choose another server")
            raise TypeError(f"the development server has no {name}={value!r}: {advice}")


def refuse_remote(host: str) -> None:
    """Raise ValueError for a ``host`` (str) that other machines reach."""
    if not is_loopback(host):
        raise ValueError(
            f"host={host!r} lets other machines in, and this server is for development: write 127.0.0.1, "
            "or allow_remote=True if you mean it"
        )


def make_server(app: WSGIApplication, host: str, port: int, threaded: bool = True, explains: bool = True) -> Server:
    """Return the server, bound and listening. Port 0 lets the system choose one.

    ``explains`` (bool) allows the page for mistakes.
    """
    server = (ThreadingServer if threaded else Server)((host, port), Handler)
    server.base_environ[EXPLAINS] = explains  # every environ begins with these
    server.set_app(prepared(app))
    server.program = app
    return server


def prepared(app: WSGIApplication) -> WSGIApplication:
    """Return ``app`` behind a reader of the whole body, and with no length that wsgiref would add."""
    limit = getattr(app, "config", {}).get("MAX_CONTENT_LENGTH", BODY_LIMIT)
    whole = buffered(app, sys.maxsize if limit is None else max(limit, BODY_LIMIT))

    def application(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        if "HTTP_TRANSFER_ENCODING" in environ:
            pieces = dechunked(environ["wsgi.input"])
            environ["wsgi.input"] = SimpleNamespace(read=lambda size: next(pieces, b""))
            environ["wsgi.input_terminated"] = True
        body = whole(environ, start_response)
        return NOTHING if body == [] else body

    return application


def serve_forever(app: WSGIApplication, host: str, port: int, threaded: bool, explains: bool) -> None:
    """Serve until Ctrl-C."""
    try:
        server = make_server(app, host, port, threaded, explains)
    except OSError as error:
        raise SystemExit(f"Port {port} of {host} cannot be used ({error.strerror}): choose another one.") from None
    name = f"[{host}]" if ":" in host else host  # RFC 3986 section 3.2.2: brackets around an address of version 6
    with server:
        url = f"http://{name}:{server.server_port}"
        page = first_page(rules_of(app)).lstrip("/")
        print(f" * Running on {url}/ (for development only; Ctrl-C ends it)", flush=True)  # noqa: T201
        if page:
            print(f"   Try: {url}/{page}", flush=True)  # noqa: T201
        try:
            server.serve_forever()
        except KeyboardInterrupt:
            print()  # noqa: T201
