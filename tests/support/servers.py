"""The ways of serving, each as a real process on a free loopback port.

``serve(way, module, folder)`` starts what a way needs and stops it by pid; it gives a ``Served``.
"""

from __future__ import annotations

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from wsgi_apps.tools import nginx as nginx_tool
from wsgi_apps.tools.course.servers import HOOKED

ROOT = Path(__file__).resolve().parents[2]
BIN = Path(sys.executable).parent
HOST = "127.0.0.1"
PATIENCE = 60  # seconds for a server to start or to stop
SILENCE = 20  # seconds without a byte after which a client gives up

#: way -> how the tables call it
WAYS = {
    "wsgiref": "wsgiref",
    "uwsgi-http-socket": "uWSGI `http-socket`",
    "uwsgi-http": "uWSGI `http`",
    "nginx-uwsgi": "nginx + uWSGI",
    "gunicorn": "gunicorn",
    "nginx-gunicorn": "nginx + gunicorn",
}
#: for the contrast: the server that a student starts first, and that is made for development alone
CONTRAST = {"werkzeug": "Werkzeug, for development"}


@dataclass
class Served:
    """A server that answers: its port, and the file that its processes write their log to."""

    way: str
    port: int
    log: Path
    processes: list[subprocess.Popen]

    def url(self, path: str = "/60162176") -> str:
        return f"http://{HOST}:{self.port}{path}"

    def lines(self) -> str:
        return self.log.read_text(encoding="utf-8", errors="replace")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return probe.getsockname()[1]


def accepts(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex((HOST, port)) == 0


@contextmanager
def process(
    words: list[str], log: Path, port: int | None = None, folder: Path = ROOT, **environment: str
) -> Iterator[subprocess.Popen]:
    """Run a program in a folder, wait until ``port`` takes connections, and end it with SIGTERM, with SIGKILL if it must be."""
    with log.open("ab") as file:
        started = subprocess.Popen(
            words,
            cwd=folder,
            stdout=file,
            stderr=subprocess.STDOUT,
            stdin=subprocess.DEVNULL,
            env=os.environ | environment,
        )
    try:
        if port is not None:
            wait_for_port(started, port, log)
        yield started
    finally:
        stop(started)


def wait_for_port(started: subprocess.Popen, port: int, log: Path) -> None:
    wait_until(lambda: accepts(port) or started.poll() is not None, f"port {port}")
    assert started.poll() is None, f"{started.args} ended with {started.returncode}:\n{log.read_text()}"


def wait_until(condition, what: str, seconds: float = PATIENCE) -> None:
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, f"{what}: not within {seconds} seconds"
        time.sleep(0.02)


def stop(started: subprocess.Popen) -> int:
    """End a process as an administrator would; return its exit status."""
    if started.poll() is None:
        started.send_signal(signal.SIGTERM)
    try:
        return started.wait(PATIENCE)
    except subprocess.TimeoutExpired:
        started.kill()
        return started.wait(PATIENCE)


@contextmanager
def uwsgi(
    module: str, folder: Path, *more: str, program: str | None = None, **ports: str
) -> Iterator[subprocess.Popen]:
    """Run uWSGI with the course's own file; ``ports`` are the addresses in its environment."""
    words = [program or str(BIN / "uwsgi"), "--ini", "ini/uwsgi.ini", "--module", module, *more]
    port, log = int(ports["WSGI_APPS_HTTP"].rpartition(":")[2]), folder / "server.log"
    before = log.read_bytes().count(HOOKED) if log.exists() else 0
    with process(words, log, port, **ports) as started:
        wait_until(lambda: log.read_bytes().count(HOOKED) > before or started.poll() is not None, "uWSGI's hook")
        yield started


@contextmanager
def gunicorn(module: str, folder: Path, port: int, *more: str) -> Iterator[subprocess.Popen]:
    words = [str(BIN / "gunicorn"), "--bind", f"{HOST}:{port}", "--no-control-socket", "--timeout", "6", *more]
    with process([*words, f"{module}:application"], folder / "server.log", port) as started:
        yield started


@contextmanager
def nginx(folder: Path, port: int, upstream: int, source: str = nginx_tool.CONFIGURATION) -> Iterator[subprocess.Popen]:
    """Run nginx with the course's own file, or another one, in front of the uwsgi protocol at the port ``upstream``."""
    file = nginx_tool.write_configuration(folder / "nginx", f"{HOST}:{port}", f"{HOST}:{upstream}", source)
    program = shutil.which("nginx", path=os.environ["PATH"] + ":/usr/sbin")
    with process(nginx_tool.command(program, file), folder / "server.log", port) as started:
        yield started


@contextmanager
def serve(way: str, module: str, folder: Path) -> Iterator[Served]:
    """Serve ``module`` in one of the ways."""
    folder.mkdir(parents=True, exist_ok=True)
    port, second, third = free_port(), free_port(), free_port()
    at = {"WSGI_APPS_HTTP": f"{HOST}:{port}", "WSGI_APPS_SOCKET": f"{HOST}:{second}"}
    log = folder / "server.log"
    if way in ("wsgiref", "werkzeug"):
        with process([sys.executable, "-m", f"tests.support.{way}_server", module, str(port)], log, port) as server:
            yield Served(way, port, log, [server])
    elif way == "uwsgi-http-socket":
        with uwsgi(module, folder, **at) as server:
            yield Served(way, port, log, [server])
    elif way == "uwsgi-http":
        router = ["--http", f"{HOST}:{third}", "--http-chunked-input", "--http-timeout", "10"]
        with uwsgi(module, folder, *router, **at) as server:
            wait_for_port(server, third, log)
            yield Served(way, third, log, [server])
    elif way == "nginx-uwsgi":
        with uwsgi(module, folder, **at) as server, nginx(folder, third, second) as front:
            yield Served(way, third, log, [server, front])
    elif way == "gunicorn":
        with gunicorn(module, folder, port) as server:
            yield Served(way, port, log, [server])
    elif way == "nginx-gunicorn":
        with gunicorn(module, folder, port, "--protocol", "uwsgi") as server, nginx(folder, third, port) as front:
            yield Served(way, third, log, [server, front])


@dataclass
class Reply:
    """What came back over a socket: the bytes, and how the connection ended."""

    data: bytes
    end: str  # "closed", "reset" or "silence"

    @property
    def statuses(self) -> list[int]:
        """Return the status of each response in the stream; each is framed by its Content-Length."""
        found, rest = [], self.data
        while rest.startswith(b"HTTP/1."):
            head, _, rest = rest.partition(b"\r\n\r\n")
            found.append(int(head[9:12]))
            length = [line for line in head.lower().split(b"\r\n") if line.startswith(b"content-length:")]
            rest = rest[int(length[0][15:]) :] if length else b""
        return found

    @property
    def status(self) -> object:
        """Return the only status, ``no status`` for a page without one (HTTP/0.9), or how the connection ended."""
        statuses = self.statuses
        assert len(statuses) < 2, self.data
        return statuses[0] if statuses else "no status" if self.data else self.end

    @property
    def body(self) -> bytes:
        return self.data.partition(b"\r\n\r\n")[2]

    @property
    def complete(self) -> bool:
        """Return whether a first response is there, whole."""
        head, found, body = self.data.partition(b"\r\n\r\n")
        length = re.search(rb"(?i)\ncontent-length: *(\d+)", head)
        return bool(found and length) and len(body) >= int(length[1])


def talk(port: int, data: bytes, *, half_close: bool = False, first: bool = False, patience: float = SILENCE) -> Reply:
    """Send raw bytes, and read until the server closes, or with ``first`` until the first response is whole.

    ``half_close`` ends our side of the connection, as a cut upload does.
    """
    with socket.create_connection((HOST, port), timeout=patience) as connection:
        try:
            connection.sendall(data)
            if half_close:
                connection.shutdown(socket.SHUT_WR)
        except OSError:
            pass  # the server has its answer ready and reads no further; what it said can still be read
        return listen(connection, first)


def listen(connection: socket.socket, first: bool = False) -> Reply:
    received = b""
    while not (first and Reply(received, "open").complete):
        try:
            piece = connection.recv(65536)
        except TimeoutError:
            return Reply(received, "silence")
        except OSError:
            return Reply(received, "reset")
        if not piece:
            return Reply(received, "closed")
        received += piece
    return Reply(received, "open")
