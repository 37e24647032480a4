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
        sys.stderr.write(f"{self.address_string()} - - [{self.log_date_time_string()}] {format % arguments!a}\n")


def is_loopback(host: str) -> bool:
    """Return whether only this machine reaches ``host`` (str; bool)."""
    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


def serve(
    app: WSGIApplication,
    host: str = "127.0.0.1",
    port: int = 5000,
    use_reloader: bool | None = None,
    allow_remote: bool = False,
    threaded: bool = True,
) -> None:
    """Serve an application until Ctrl-C. In debug mode the reloader is on, and mistakes are shown in the browser.

    ``threaded`` (bool): a thread for each request, else one request after the other.
    Raises ValueError for a ``host`` (str) that other machines reach, unless ``allow_remote`` (bool): a server for
    development has no business there.
    """
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
    with server:
        print(f" * Running on http://{host}:{server.server_port}/ (for development only; Ctrl-C ends it)", flush=True)  # noqa: T201
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
        while True:
            done = subprocess.run(command(), env=os.environ | {RELOADED: "1"}, check=False)
            if done.returncode != RELOAD:
                raise SystemExit(done.returncode)
    except KeyboardInterrupt:
        raise SystemExit(0) from None


def command() -> list[str]:
    """Return the command line (list of str) that this process was started with."""
    return [sys.executable, *sys.orig_argv[1:]]


def files() -> dict[Path, float]:
    """Return the source files (Path) of the program and when they were changed (Unix time, seconds)."""
    names = {getattr(module, "__file__", None) for module in list(sys.modules.values())}
    paths = [
        Path(name) for name in names if name and "site-packages" not in name and not name.startswith(sys.base_prefix)
    ]
    return {path: path.stat().st_mtime for path in paths if path.exists()}


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
