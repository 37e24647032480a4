"""The development server: the standard library's, with threads, a reloader and the debug page.

It is for the machine on which you write the program. Use uWSGI or gunicorn for everything else.
"""

from __future__ import annotations

import os
import re
import socket
import sys
from collections.abc import Iterable, Iterator, Mapping
from functools import partial
from http import HTTPStatus
from pathlib import Path
from socketserver import ThreadingMixIn
from types import SimpleNamespace
from typing import IO, Any, cast
from wsgiref.simple_server import ServerHandler, WSGIRequestHandler, WSGIServer
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from wsgi_apps.development.buffered import buffered
from wsgi_apps.development.connection import HEAD, CarefulHandler, Framing
from wsgi_apps.development.first_page import first_page, rules_of
from wsgi_apps.development.reloader import reloading
from wsgi_apps.development.request_head import AwaitedInput, complaint_of, expects_continue, header_keys, target_keys
from wsgi_apps.development.short_traceback import FoldedLog
from wsgi_apps.development.traceback_page import EXPLAINS, is_loopback as is_loopback  # the command `run` asks it too
from wsgi_apps.request_body import PIECE

HOST = "127.0.0.1"
PORT = 5000
BODY_LIMIT = 64 * 1024 * 1024  # bytes; more if the application takes more
CHUNK_SIZE = re.compile(rb"([0-9A-Fa-f]{1,15})[ \t]*(?:;[^\r\n]*)?\r?\n")  # RFC 9112, 7.1
EMPTY_LINES = (b"\r\n", b"\n")
LONGEST_LINE = 65536  # bytes of the first line of a request
#: The colours of a terminal for the lines of responses, by the first digit of the status.
COLOURS = {"3": "\x1b[36m", "4": "\x1b[33m", "5": "\x1b[31m"}
RESET = "\x1b[0m"
#: An empty body. To one without pieces wsgiref adds a Content-Length of 0, which 204 must not have (RFC 9110, 8.6).
NOTHING = [b"", b""]
#: The options of Flask's server that this one does not have, and what to do instead.
ELSEWHERE = {
    "ssl_context": "it speaks plain HTTP; let nginx speak TLS in front of it",
    "processes": "it is one process; let uWSGI or gunicorn have several",
    "reloader_type": "it looks at the files itself; write 'stat'",
    "use_evalex": "its debug page runs no code",
    "load_dotenv": "it reads no .env file; set the variables before it starts",
}

ALWAYS = [("reloader_type", "stat"), ("reloader_type", "auto")]  # options for what this server does anyway


class Server(WSGIServer):
    """A server for one request after the other, at an IPv4 or IPv6 address."""

    program: WSGIApplication | None = None  # the application, as the program made it
    request_queue_size = 128  # connections that may wait; with the default of 5, a browser may wait a second

    def __init__(self, address: tuple[str, int], handler: type[WSGIRequestHandler]) -> None:
        self.address_family = socket.AF_INET6 if ":" in address[0] else socket.AF_INET
        super().__init__(address, handler)


class ThreadingServer(ThreadingMixIn, Server):
    """A server with a thread for each request."""

    daemon_threads = True


class Gateway(ServerHandler):
    """Calls the application. The variables of this process are not part of a request."""

    os_environ: dict[str, str] = {}
    request_handler: WSGIRequestHandler


class Handler(CarefulHandler):
    """Reads requests; its log lines escape the control characters of a client."""

    server: Server

    def handle_request(self) -> None:
        """Read a request, and let the application answer it."""
        self.raw_requestline = self.rfile.readline(LONGEST_LINE + 1)
        if self.raw_requestline in EMPTY_LINES:  # RFC 9112, 2.2: after a body, an old client sends one more
            self.raw_requestline = self.rfile.readline(LONGEST_LINE + 1)
        if len(self.raw_requestline) > LONGEST_LINE:
            self.requestline = self.request_version = self.command = ""
            self.send_error(HTTPStatus.REQUEST_URI_TOO_LONG)
        elif self.parse_request():
            complaint = complaint_of(self.requestline.split()[1])
            if complaint:
                self.send_error(HTTPStatus.BAD_REQUEST, complaint)
            else:
                self.answer(self.get_environ())

    def get_environ(self) -> WSGIEnvironment:
        """Return what the head of the request says, and the two ends of the connection: each key once."""
        known = {key: value for key, value in self.server.base_environ.items() if value != "" or key == "SCRIPT_NAME"}
        return {
            **known,
            "SERVER_PROTOCOL": self.request_version,
            "SERVER_SOFTWARE": self.server_version,
            "REMOTE_ADDR": str(self.client_address[0]),
            "REMOTE_PORT": str(self.client_address[1]),
            "REQUEST_METHOD": self.command,
            **header_keys(self.headers.items()),
            **target_keys(self.requestline.split()[1]),  # ``path`` has fewer slashes
            **({HEAD: self.head} if getattr(self.server.program, "wants_head", False) else {}),
        }

    def answer(self, environ: WSGIEnvironment) -> None:
        """Let the application answer a request."""
        is_threaded, body, output = isinstance(self.server, ThreadingMixIn), cast("Any", self.rfile), self.wfile
        if expects_continue(environ, self.request_version):
            body = AwaitedInput(body, output.write)
        gateway = Gateway(body, cast("Any", output), self.get_stderr(), environ, multithread=is_threaded)
        gateway.request_handler = self
        gateway.run(cast("WSGIApplication", self.server.get_app()))

    def log_message(self, format: str, *arguments: Any) -> None:  # noqa: A002 (the standard library's name)
        """Write one line to standard error."""
        self.log_line(format % arguments)

    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        """Write the line of a response, on a terminal in the colour of its status."""
        is_coloured = sys.stderr.isatty() and not os.environ.get("NO_COLOR")
        status = str(int(code)) if isinstance(code, int) else code
        self.log_line(f'"{self.requestline}" {status} {size}', COLOURS.get(status[:1], "") if is_coloured else "")

    def log_line(self, text: str, colour: str = "") -> None:
        """Write one line, without control characters of the client, in a colour if one is given."""
        line = f"{self.address_string()} - - [{self.log_date_time_string()}] {ascii(text)[1:-1]}"
        sys.stderr.write(f"{colour}{line}{RESET}\n" if colour else f"{line}\n")

    def get_stderr(self) -> Any:
        """Return ``wsgi.errors``: standard error, with tracebacks folded where a person reads them."""
        is_read = sys.stderr.isatty() or getattr(getattr(self.server, "program", None), "debug", False)
        return FoldedLog(sys.stderr) if is_read else sys.stderr


def dechunked(file: IO[bytes]) -> Iterator[bytes]:
    """Yield the content of the chunks in a binary ``file``, up to the end of the body (RFC 9112, 7.1).

    Raises ValueError for malformed chunks.
    """
    framing = Framing(file)
    while left := chunk_size(framing.line()):
        while left:
            piece = file.read(min(PIECE, left))
            left -= len(piece)
            framing.pass_content(len(piece))
            if not piece or (not left and framing.line().strip(b"\r\n")):
                raise ValueError("a chunk does not have the length that its first line names")
            yield piece
    while framing.line().strip(b"\r\n"):
        pass  # a trailer


def chunk_size(line: bytes) -> int:
    """Return the length in bytes that the first ``line`` of a chunk names. Raises ValueError."""
    found = CHUNK_SIZE.fullmatch(line)
    if found is None:
        raise ValueError("a chunk begins with its length in hexadecimal digits")
    return int(found[1], 16)


def port_number(port: int | str | None) -> int:
    """Return the number of the ``port``, 5000 for None. Raises ValueError if it is not a port."""
    text = str(PORT if port is None else port)
    if not (text.isascii() and text.isdigit() and int(text) < 65536):
        raise ValueError(f"port={port!r} is not a port: write a number from 0 to 65535")
    return int(text)


def serve(
    app: WSGIApplication,
    host: str | None = None,
    port: int | str | None = None,
    use_reloader: bool | None = None,
    allow_remote: bool = False,
    threaded: bool = True,
    use_debugger: bool = True,
    extra_files: str | Path | Iterable[str | Path] = (),
    **elsewhere: Any,
) -> None:
    """Serve an application until Ctrl-C. In debug mode the reloader runs, and errors are shown in the browser.

    The defaults are the ``host`` 127.0.0.1 and the ``port`` 5000. ``threaded`` gives each request a thread; without it
    they are answered one after the other. ``use_debugger`` allows the debug page. The reloader watches ``extra_files``
    too.

    Raises ValueError for a bad port, and for a ``host`` that other machines reach, unless ``allow_remote``: a server
    for development is not for them. Raises TypeError for an option that this server does not have.
    """
    refuse_options(elsewhere)
    host, port = HOST if host is None else host, port_number(port)
    if not allow_remote:
        refuse_remote(host)
    serve_here = partial(serve_forever, app, host, port, threaded, use_debugger and is_loopback(host))
    if getattr(app, "debug", False) if use_reloader is None else use_reloader:
        extra = [extra_files] if isinstance(extra_files, (str, Path)) else extra_files
        reloading(serve_here, [Path(file) for file in extra])
    else:
        serve_here()


def refuse_options(options: Mapping[str, Any]) -> None:
    """Raise TypeError for an option that this server does not have, and say what to do instead."""
    for name, value in options.items():
        is_off = name in ELSEWHERE and not value
        if not is_off and (name, value) not in ALWAYS:
            advice = ELSEWHERE.get(name, "leave it out, or choose another server")
            raise TypeError(f"the development server has no {name}={value!r}: {advice}")


def refuse_remote(host: str) -> None:
    """Raise ValueError for a ``host`` that other machines reach."""
    if not is_loopback(host):
        raise ValueError(
            f"host={host!r} lets other machines in, and this server is for development: write 127.0.0.1, "
            "or allow_remote=True if you mean it"
        )


def make_server(app: WSGIApplication, host: str, port: int, threaded: bool = True, explains: bool = True) -> Server:
    """Return the server, which listens already. Port 0 lets the system choose one.

    ``explains`` allows the debug page.
    """
    server = (ThreadingServer if threaded else Server)((host, port), Handler)
    server.base_environ[EXPLAINS] = explains  # every environ is made from these
    server.set_app(prepared(app))
    server.program = app
    return server


def prepared(app: WSGIApplication) -> WSGIApplication:
    """Return ``app`` behind a reader of the whole body, and keep wsgiref from adding a length."""
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
        raise SystemExit(
            f"Port {port} of {host} cannot be used ({error.strerror}): choose another, such as -p {port + 1}."
        ) from None
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
