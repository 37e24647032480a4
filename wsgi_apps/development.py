"""The development server: the standard library's, with threads, a reloader and a page for mistakes.

It is for the machine of whoever writes the program. uWSGI and gunicorn are for everything else.
"""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterable
from contextlib import suppress
from ipaddress import ip_address
from pathlib import Path
from socketserver import ThreadingMixIn
from time import sleep
from typing import TYPE_CHECKING, Any
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer

from wsgi_apps.body import buffered

if TYPE_CHECKING:
    from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment


RELOADED = "WSGI_APPS_RELOADED"  # set in the process that serves, which the reloader starts
RELOAD = 3  # the exit status that says: start me again
INTERVAL = 0.5  # seconds between two looks at the files
HOST = "127.0.0.1"
PORT = 5000
BODY_LIMIT = 64 * 1024 * 1024  # bytes


class Server(WSGIServer):
    """One request after the other, at an address of either version of IP."""

    allow_reuse_address = True
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


def is_loopback(host: str) -> bool:
    """Return whether only this machine reaches ``host`` (str; bool)."""
    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


def port_number(port: int | str | None) -> int:
    """Return the ``port`` (int, or str of digits) as an int: 5000 for None. Raises ValueError for what is no port."""
    if port is None:
        return PORT
    text = str(port)
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
) -> None:
    """Serve an application until Ctrl-C. In debug mode the reloader is on, and mistakes are shown in the browser.

    ``host`` (str) is 127.0.0.1 and ``port`` (int, or str of digits) 5000 if they are None.
    ``threaded`` (bool): a thread for each request, else one request after the other.
    Raises ValueError for what is no port, and for a ``host`` (str) that other machines reach, unless ``allow_remote`` (bool): a server for
    development has no business there.
    """
    host, port = HOST if host is None else host, port_number(port)
    if not is_loopback(host) and not allow_remote:
        raise ValueError(
            f"host={host!r} lets other machines in, and this server is for development: write 127.0.0.1, "
            "or allow_remote=True if you mean it"
        )
    debug = bool(getattr(app, "debug", False))
    if debug if use_reloader is None else use_reloader:
        serve_reloading(app, host, port, threaded)
    else:
        serve_forever(app, host, port, threaded)


def make_server(app: WSGIApplication, host: str, port: int, threaded: bool = True) -> Server:
    """Return the server, bound and listening. Port 0 lets the system choose one."""
    server = (ThreadingServer if threaded else Server)((host, port), Handler)
    server.set_app(prepared(app, explains=is_loopback(host)))
    return server


def prepared(app: WSGIApplication, explains: bool) -> WSGIApplication:
    """Return ``app`` behind a reader of the whole body; ``explains`` (bool) allows the page for mistakes."""

    def application(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        return app({**environ, "wsgi_apps.explains": explains}, start_response)

    return buffered(application, BODY_LIMIT)


def serve_forever(app: WSGIApplication, host: str, port: int, threaded: bool) -> None:
    """Serve until Ctrl-C."""
    try:
        server = make_server(app, host, port, threaded)
    except OSError as error:
        raise SystemExit(f"Port {port} of {host} cannot be used ({error.strerror}): choose another one.") from None
    name = f"[{host}]" if ":" in host else host  # RFC 3986 section 3.2.2: brackets around an address of version 6
    with server:
        print(f" * Running on http://{name}:{server.server_port}/ (for development only; Ctrl-C ends it)", flush=True)  # noqa: T201
        try:
            server.serve_forever()
        except KeyboardInterrupt:
            print()  # noqa: T201


def serve_reloading(app: WSGIApplication, host: str, port: int, threaded: bool) -> None:
    """Serve in a child process that ends when a file of the program changes, and is started again."""
    if os.environ.get(RELOADED):
        from threading import Thread  # the server's module has loaded it already

        Thread(target=watch, args=[files()], daemon=True).start()
        serve_forever(app, host, port, threaded)
        return
    signal.signal(signal.SIGTERM, lambda number, frame: sys.exit(0))  # an exception, on whose way the child is ended
    try:
        raise SystemExit(started_again_and_again())
    except KeyboardInterrupt:
        raise SystemExit(0) from None


def started_again_and_again() -> int:
    """Start the child, again after each change; return the exit status (int) with which it ended for good.

    A child that fails after a change, of a half-written line say, is started again at the next change; one that fails
    at the very first start, at a port that is taken say, has failed.
    """
    has_served = False
    while True:
        known = files_around()  # before the start: a change while the child starts is a change
        status = subprocess.run(command(), env=os.environ | {RELOADED: "1"}, check=False).returncode
        if status == RELOAD:
            has_served = True
        elif status and has_served:
            wait_for_change(known)
        else:
            return status


def wait_for_change(known: dict[Path, float]) -> None:
    """Return when the files of the program are no longer the ``known`` ones."""
    sys.stderr.write(" * The program has failed: it is started again when a file changes\n")
    sys.stderr.flush()
    while files_around() == known:
        sleep(INTERVAL)


def command() -> list[str]:
    """Return the command line (list of str) that this process was started with."""
    return [sys.executable, *sys.orig_argv[1:]]


def files() -> dict[Path, float]:
    """Return the source files (Path) of the program and when they were changed (Unix time, seconds)."""
    names = {getattr(module, "__file__", None) for module in list(sys.modules.values())}
    return times(
        Path(name) for name in names if name and "site-packages" not in name and not name.startswith(sys.base_prefix)
    )


def files_around() -> dict[Path, float]:
    """Return the same of these files and of those beside them, which a program that failed may have wanted."""
    known = files()
    return known | times(path for folder in {path.parent for path in known} for path in folder.glob("*.py"))


def times(paths: Iterable[Path]) -> dict[Path, float]:
    """Return when the files of ``paths`` (Path) were changed, without those that are not there."""
    found = {}
    for path in paths:
        with suppress(OSError):  # an editor may delete a file and write it anew, at any moment
            found[path] = path.stat().st_mtime
    return found


def watch(known: dict[Path, float]) -> None:
    """End the process when one of the ``known`` files has changed, or more are loaded that change later."""
    while True:
        sleep(INTERVAL)
        now = files()
        if any(now.get(path) != changed for path, changed in known.items()):
            sys.stderr.write(" * A file has changed: starting again\n")
            sys.stderr.flush()
            os._exit(RELOAD)
        known = now
