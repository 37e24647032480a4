"""Real servers that serve a program on free ports of this machine, each in a process group of its own."""

from __future__ import annotations

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any

from wsgi_apps.tools import nginx
from wsgi_apps.tools.course.asking import HOST
from wsgi_apps.tools.course.servers import ROOT, WSGIREF, accepts, free_port
from wsgi_apps.tools.processes import start
from wsgi_apps.tools.serve import uwsgi_program
from wsgi_apps.tools.student import personal

PATIENCE = 10.0  # seconds for a server to take connections
LIMITS = ["--cpu=20", f"--as={2 * 1024**3}", f"--fsize={10 * 1024**2}", "--core=0"]
SPAWNED = "spawned uWSGI worker"
ONE_PREFIX = r"location ~ ^/60162176(/|\z) {"  # of ini/nginx.conf; here uWSGI itself says what is mounted where


@dataclass
class Setup:
    """What is served, and how: a module with its callable, the folder that it lies in, and the server's settings."""

    folder: Path
    served: str
    mount: str = ""
    settings: Mapping[str, Any] = field(default_factory=dict)
    is_config: bool = False

    def given(self, ending: str) -> Path | None:
        """Return the file of the folder that configures a server."""
        return next(iter(sorted(self.folder.glob(ending))), None) if self.is_config else None


@dataclass
class Server:
    """A server that runs: where it listens, its processes, and the log that they share."""

    name: str
    port: int
    processes: list[subprocess.Popen[bytes]]
    log: IO[bytes]
    side: tempfile.TemporaryDirectory[str]
    has_answered: bool = False

    @property
    def url(self) -> str:
        """Return its URL."""
        return f"http://{HOST}:{self.port}"

    def said(self, since: int = 0) -> str:
        """Return its log."""
        return os.pread(self.log.fileno(), 10 * 1024**2, since).decode("utf-8", "replace")

    @property
    def size(self) -> int:
        """Return the length of its log."""
        return os.fstat(self.log.fileno()).st_size

    def gone(self, seconds: float = 0.0) -> bool:
        """Return whether one of its processes has ended, or ends within some seconds."""
        end = time.monotonic() + seconds
        while all(one.poll() is None for one in self.processes):
            if time.monotonic() >= end:
                return False
            time.sleep(0.003)
        return True

    def end(self) -> None:
        """End all of its processes at once."""
        for one in self.processes:
            with suppress(ProcessLookupError, PermissionError):
                os.killpg(one.pid, signal.SIGKILL)
            one.wait()
        self.log.close()
        self.side.cleanup()


def started(name: str, setup: Setup) -> tuple[Server, bool]:
    """Start a server; return it, and whether it takes connections."""
    side = tempfile.TemporaryDirectory(prefix="learn-", ignore_cleanup_errors=True)
    log = (Path(side.name) / "server.log").open("w+b")
    ports = {key: free_port() for key in ("PORT", "SOCKET", "NGINX")}
    server = Server(name, ports["NGINX" if name == "nginx" else "PORT"], [], log, side)
    for words, environment in commands(name, setup, ports, Path(side.name)):
        server.processes.append(process(words, environment, setup.folder, log))
    waits_for = [server.port] if name != "nginx" else [ports["NGINX"], ports["SOCKET"]]
    listening = all(listens(server, port) for port in waits_for)
    return server, listening and (name not in ("uwsgi", "nginx") or setup.is_config or loaded(server))


def process(words: list[str], environment: dict[str, str], folder: Path, log: IO[bytes]) -> subprocess.Popen[bytes]:
    """Start one process of a server, with limits, in the student's folder."""
    prlimit = shutil.which("prlimit")
    path = os.pathsep.join([str(folder), str(ROOT)])
    return start(
        [*([prlimit, *LIMITS, "--"] if prlimit else []), *words],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": path, "PYTHONDONTWRITEBYTECODE": "1", **environment},
        stdin=subprocess.DEVNULL,
        stdout=log,
        stderr=subprocess.STDOUT,
        process_group=0,
    )


def listens(server: Server, port: int) -> bool:
    """Wait until a port takes connections; return False if a process ends first."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end and not server.gone():
        if accepts(port):
            return True
        time.sleep(0.002)
    return False


def loaded(server: Server) -> bool:
    """Wait until uWSGI, which takes connections before, has loaded the program; return False if it ends first."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end and not server.gone():
        if SPAWNED in server.said():
            return True
        time.sleep(0.002)
    return False


Command = tuple[list[str], dict[str, str]]


def commands(name: str, setup: Setup, ports: dict[str, int], side: Path) -> Iterator[Command]:
    """Yield the command lines of a server, each with the variables for its environment."""
    variables = {key: str(port) for key, port in ports.items()}
    if name in ("uwsgi", "nginx"):
        yield uwsgi(setup, ports), variables | addresses(ports)
    if name == "nginx":
        yield nginx_words(setup, ports, side), {"NGINX": ""}
    if name == "gunicorn":
        yield gunicorn(setup, ports["PORT"]), variables
    if name == "wsgiref":
        yield [sys.executable, "-c", WSGIREF, setup.served, str(ports["PORT"])], variables


def addresses(ports: dict[str, int]) -> dict[str, str]:
    """Return the variables that ini/uwsgi.ini reads."""
    return {"WSGI_APPS_HTTP": f"{HOST}:{ports['PORT']}", "WSGI_APPS_SOCKET": f"{HOST}:{ports['SOCKET']}"}


def uwsgi(setup: Setup, ports: dict[str, int]) -> list[str]:
    """Return uWSGI's command line: with the student's file, or with the project's."""
    own = setup.given("*.ini")
    if own is not None:
        return [uwsgi_program(), "--ini", str(own)]
    mounted = ["--mount", f"{setup.mount}={setup.served}", "--manage-script-name"]
    words = [uwsgi_program(), "--ini", str(ROOT / "ini" / "uwsgi.ini"), "--pythonpath", str(setup.folder)]
    words += mounted if setup.mount else ["--module", setup.served]
    for key in ("processes", "threads"):
        words += [f"--{key}", str(setup.settings[key])] if key in setup.settings else []
    return words + list(setup.settings.get("options", ()))


def gunicorn(setup: Setup, port: int) -> list[str]:
    """Return gunicorn's command line."""
    own = setup.given("gunicorn.conf.py")
    words = [str(Path(sys.executable).parent / "gunicorn"), "--no-control-socket"]
    if own is not None:
        return [*words, "--config", str(own), *([] if "wsgi_app" in own.read_text() else [setup.served])]
    for key in ("workers", "processes", "threads"):
        option = "--workers" if key == "processes" else f"--{key}"
        words += [option, str(setup.settings[key])] if key in setup.settings else []
    return [*words, "--bind", f"{HOST}:{port}", "--preload", *setup.settings.get("options", ()), setup.served]


def nginx_words(setup: Setup, ports: dict[str, int], side: Path) -> list[str]:
    """Return nginx's command line: with the student's file, or with the project's."""
    own, program = setup.given("nginx.conf"), nginx_program() or "nginx"
    listen, upstream = f"{HOST}:{ports['NGINX']}", f"{HOST}:{ports['SOCKET']}"
    if own is None:
        file = nginx.write_configuration(side, listen, upstream, str(ROOT / nginx.CONFIGURATION))
        text = file.read_text(encoding="utf-8").replace(personal(ONE_PREFIX), "location / {")
    else:
        file, text = side / "nginx.conf", own.read_text(encoding="utf-8")
        for key, port in ports.items():
            text = re.sub(rf"\$[({{]{key}[)}}]", str(port), text)
    file.write_text(text, encoding="utf-8")
    return nginx.command(program, file)


def nginx_program() -> str | None:
    """Return the path of nginx, or None where it is not installed."""
    return shutil.which("nginx", path=os.environ.get("PATH", "") + ":/usr/sbin")


def missing(name: str) -> str:
    """Return what a server or an exercise needs and this machine does not have, or an empty text."""
    found: dict[str, Callable[[], object]] = {
        "nginx": nginx_program,
        "uwsgi": lambda: shutil.which(uwsgi_program()),
        "gunicorn": lambda: (Path(sys.executable).parent / "gunicorn").exists(),
        "redis": lambda: shutil.which("redis-server"),
        "postgresql": lambda: shutil.which("psql"),
    }
    return "" if name not in found or found[name]() else name


def connected(port: int) -> socket.socket:
    """Return a connection to a port of this machine."""
    return socket.create_connection((HOST, port), timeout=PATIENCE)
