"""Serving one way of a lab on a real server, on a free port of this machine, for as long as a ``with`` block runs."""

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

HOOKED = b"(master-start)..."  # what uWSGI logs with the hook of ini/uwsgi.ini, from which on it knows SIGTERM
PATIENCE = 20  # seconds for a server to start or to end
ROOT = EXAMPLES.parent
WSGIREF = """
import sys
from importlib import import_module
from wsgiref.simple_server import make_server
module, _, name = sys.argv[1].partition(":")
make_server("127.0.0.1", int(sys.argv[2]), getattr(import_module(module), name)).serve_forever()
"""


def prepare(lab: Lab) -> None:
    """Run the program that has to run before a lab is served, if it has one. Raises Mistake with what that says last."""
    if lab.prepare:
        file = lab.folder / lab.prepare
        done = subprocess.run([sys.executable, file], cwd=ROOT, capture_output=True, text=True)
        if done.returncode:
            raise Mistake(f"{file} has failed. It said last:\n{done.stderr.strip()[-800:]}")


@contextmanager
def served(server: str, module: str) -> Iterator[str]:
    """Serve a module (``package.module:callable``) on uwsgi, gunicorn or wsgiref; give its URL.

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
    """Run a command line, with more in its environment, that listens at a port.

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
    """Return the command line and its environment that serve a module at a port."""
    beside = Path(sys.executable).parent
    address = f"{HOST}:{port}"
    if server == "uwsgi":
        environment = {"WSGI_APPS_HTTP": address, "WSGI_APPS_SOCKET": f"{HOST}:{free_port()}"}
        return [uwsgi_program(), "--ini", "ini/uwsgi.ini", "--module", module], environment
    if server == "gunicorn":  # --preload: a module that cannot be imported stops it before it listens
        return [str(beside / "gunicorn"), "--bind", address, "--no-control-socket", "--preload", module], {}
    return [sys.executable, "-c", WSGIREF, module, str(port)], {"PYTHONPATH": str(ROOT)}


def free_port() -> int:
    """Return a port of this machine on which nobody listens."""
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])


def accepts(port: int, host: str = HOST) -> bool:
    """Return whether somebody takes connections at a port of an address now."""
    with socket.socket() as probe:
        return probe.connect_ex((host, port)) == 0


def listens(port: int, started: subprocess.Popen[bytes]) -> bool:
    """Return whether a port takes connections, once it does, or once the process has ended."""
    return soon(lambda: accepts(port), started)


def takes_signals(log: IO[bytes], started: subprocess.Popen[bytes]) -> bool:
    """Return whether a server can be ended, once it can: what is sent to uWSGI before its hook has run is lost."""
    if not any(Path(word).name == "uwsgi" for word in started.args):  # type: ignore[union-attr, arg-type]
        return True
    return soon(lambda: HOOKED in read(log), started)


def soon(ready: Callable[[], bool], started: subprocess.Popen[bytes]) -> bool:
    """Return whether something is ready before the process ends or PATIENCE does."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end and started.poll() is None:
        if ready():
            return True
        time.sleep(0.02)
    return False


def read(log: IO[bytes]) -> bytes:
    """Return what was logged, without moving the place at which the process goes on writing."""
    return os.pread(log.fileno(), os.fstat(log.fileno()).st_size, 0)


def end(started: subprocess.Popen[bytes]) -> None:
    """End a process that was started here, kindly if it can be."""
    started.terminate()
    try:
        started.wait(PATIENCE)
    except subprocess.TimeoutExpired:
        started.kill()
        started.wait()
