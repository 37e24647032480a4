"""Serving one way of a lab on a real server, at a free port of this machine, while a ``with`` block runs."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from wsgi_apps.tools.course.asking import HOST
from wsgi_apps.tools.course.manifest import EXAMPLES, Lab, Mistake
from wsgi_apps.tools.processes import start
from wsgi_apps.tools.serve import uwsgi_program

HOOKED = b"(master-start)..."  # uWSGI logs it with the hook of ini/uwsgi.ini; from then on SIGTERM ends it
PATIENCE = 20  # seconds for a server to start or to end
ROOT = EXAMPLES.parent
WSGIREF = """
import sys
from importlib import import_module
from wsgiref.simple_server import make_server
module, _, name = sys.argv[1].partition(":")
found = getattr(import_module(module), name.removesuffix("()"))
make_server("127.0.0.1", int(sys.argv[2]), found() if name.endswith("()") else found).serve_forever()
"""


def prepare(lab: Lab) -> None:
    """Run the program that has to run before a lab is served, if there is one. Raises Mistake with its last lines."""
    if lab.prepare:
        file = lab.folder / lab.prepare
        done = subprocess.run([sys.executable, file], cwd=ROOT, capture_output=True, text=True)
        if done.returncode:
            raise Mistake(f"{file} has failed. It said last:\n{done.stderr.strip()[-800:]}")


@contextmanager
def served(server: str, module: str) -> Iterator[str]:
    """Serve a module, ``package.module:callable``, on ``uwsgi``, ``gunicorn`` or ``wsgiref``; yield its URL.

    Raises Mistake with the end of its log if the server does not start.
    """
    port = free_port()
    words, environment = command(server, module, port)
    with running(words, environment, port, f"{server} does not serve {module}"):
        yield f"http://{HOST}:{port}"


@contextmanager
def running(
    words: list[str], environment: dict[str, str], port: int, complaint: str
) -> Iterator[subprocess.Popen[bytes]]:
    """Run a command line that listens at a port, with variables for its environment.

    Raises Mistake with the ``complaint`` and the end of its log if it does not.
    """
    with tempfile.TemporaryFile() as log:
        started = start(
            words,
            cwd=ROOT,
            env=os.environ | environment,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
        )
        try:
            if not (listens(port, started) and takes_signals(log, started)):
                last = read(log).decode("utf-8", "replace").strip()[-800:]
                raise Mistake(f"{complaint}. The end of its log:\n{last}")
            yield started
        finally:
            end(started)


def command(server: str, module: str, port: int) -> tuple[list[str], dict[str, str]]:
    """Return the command line that serves a module at a port, and the variables for its environment."""
    beside = Path(sys.executable).parent
    address = f"{HOST}:{port}"
    if server == "uwsgi":
        environment = {"WSGI_APPS_HTTP": address, "WSGI_APPS_SOCKET": f"{HOST}:{free_port()}"}
        return [uwsgi_program(), "--ini", "ini/uwsgi.ini", "--module", module], environment
    if server == "gunicorn":  # --preload: a module that cannot be imported stops it before it listens
        return [str(beside / "gunicorn"), "--bind", address, "--no-control-socket", "--preload", module], {}
    return [sys.executable, "-c", WSGIREF, module, str(port)], {"PYTHONPATH": str(ROOT)}


def free_port() -> int:
    """Return a port of this machine at which nobody listens."""
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])


def accepts(port: int, host: str = HOST) -> bool:
    """Return whether somebody takes connections at a port of an address."""
    with socket.socket() as probe:
        return probe.connect_ex((host, port)) == 0


def listens(port: int, started: subprocess.Popen[bytes]) -> bool:
    """Wait until a port takes connections or the process ends; return whether the port takes them."""
    return soon(lambda: accepts(port), started)


def takes_signals(log: IO[bytes], started: subprocess.Popen[bytes]) -> bool:
    """Wait until a signal can end a server; return whether it can. Before its hook has run, uWSGI loses SIGTERM."""
    if not any(Path(word).name == "uwsgi" for word in started.args):  # type: ignore[union-attr, arg-type]
        return True
    return soon(lambda: HOOKED in read(log), started)


def soon(ready: Callable[[], bool], started: subprocess.Popen[bytes]) -> bool:
    """Wait until ``ready`` returns true; return False if the process ends first, or after PATIENCE seconds."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end and started.poll() is None:
        if ready():
            return True
        time.sleep(0.02)
    return False


def read(log: IO[bytes]) -> bytes:
    """Return the log, and leave the place at which the process goes on writing as it is."""
    return os.pread(log.fileno(), os.fstat(log.fileno()).st_size, 0)


def end(started: subprocess.Popen[bytes]) -> None:
    """End a process with SIGTERM, or with SIGKILL if that does not end it within PATIENCE seconds."""
    started.terminate()
    try:
        started.wait(PATIENCE)
    except subprocess.TimeoutExpired:
        started.kill()
        started.wait()
