"""Servers to hurt: started here, with their processes known."""

from __future__ import annotations

import os
import signal
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.support import servers
from tests.support.servers import HOST, free_port, wait_until


@dataclass
class Victim:
    """A server with a master process and some workers."""

    url: str
    master: subprocess.Popen
    folder: Path
    workers_wanted: int

    def workers(self) -> set[int]:
        """Return the processes of the workers that live."""
        listed = Path(f"/proc/{self.master.pid}/task/{self.master.pid}/children").read_text().split()
        return {int(pid) for pid in listed}

    def all_new(self, before: set[int]) -> bool:
        """Return whether there are as many workers as there should be, and none of those from before."""
        now = self.workers()
        return len(now) >= self.workers_wanted and not now & before

    def kill_a_worker(self) -> tuple[int, int]:
        """Kill a worker with signal 9, wait for the one that takes its place; return both processes."""
        before = self.workers()
        victim = min(before)
        os.kill(victim, signal.SIGKILL)
        wait_until(lambda: len(self.workers() - before) == 1 and victim not in self.workers(), "a new worker")
        (new,) = self.workers() - before
        return victim, new

    @property
    def log(self) -> str:
        return (self.folder / "server.log").read_text(encoding="utf-8", errors="replace")


@contextmanager
def uwsgi(module: str, folder: Path, *more: str, processes: int = 2, **environment: str) -> Iterator[Victim]:
    """Serve a module on uWSGI with the course's own file, and ``more`` options."""
    folder.mkdir(parents=True, exist_ok=True)
    port = free_port()
    at = {"WSGI_APPS_HTTP": f"{HOST}:{port}", "WSGI_APPS_SOCKET": f"{HOST}:{free_port()}"}
    with servers.uwsgi(module, folder, f"--processes={processes}", *more, **at, **environment) as master:
        victim = Victim(f"http://{HOST}:{port}", master, folder, processes)
        wait_until(lambda: len(victim.workers()) >= processes, "all workers")
        yield victim


@contextmanager
def behind_nginx(module: str, folder: Path, configuration: str, **environment: str) -> Iterator[Victim]:
    """Serve a module on a uWSGI of one process behind nginx with a file of ``ini/``."""
    folder.mkdir(parents=True, exist_ok=True)
    port, socket_port = free_port(), free_port()
    at = {"WSGI_APPS_HTTP": f"{HOST}:{free_port()}", "WSGI_APPS_SOCKET": f"{HOST}:{socket_port}"}
    with (
        servers.uwsgi(module, folder, **at, **environment) as master,
        servers.nginx(folder, port, socket_port, configuration),
    ):
        yield Victim(f"http://{HOST}:{port}", master, folder, 1)


@contextmanager
def gunicorn(module: str, folder: Path, *more: str, workers: int = 2, **environment: str) -> Iterator[Victim]:
    """Serve a module on gunicorn."""
    folder.mkdir(parents=True, exist_ok=True)
    port = free_port()
    words = [
        str(servers.BIN / "gunicorn"),
        "--bind",
        f"{HOST}:{port}",
        "--no-control-socket",
        f"--workers={workers}",
        *more,
    ]
    with servers.process([*words, module], folder / "server.log", port, **environment) as master:
        victim = Victim(f"http://{HOST}:{port}", master, folder, workers)
        wait_until(lambda: victim.log.count("Booting worker") >= workers, "all workers")
        yield victim
