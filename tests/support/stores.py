"""Real stores for the counters: a file of SQLite, a Redis and a PostgreSQL on free loopback ports, in throwaway folders.

``STORES[name]()`` is a context manager that gives a ``Store``: its URL, and how it is stopped and started again.
"""

from __future__ import annotations

import os
import pwd
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from tests.support.servers import HOST, PATIENCE, accepts, free_port, talk, wait_until

PROGRAMS = Path("/usr/lib/postgresql")


@dataclass
class Store:
    """A store at a URL; one without ``words`` is a file, and has no server."""

    url: str
    folder: Path
    port: int = 0
    words: list[str] = field(default_factory=list)
    end: int = signal.SIGTERM  # the signal that ends it in an orderly way, without waiting for its clients
    die: int = signal.SIGKILL  # the signal that ends all of it at once, with nothing put in order
    server: subprocess.Popen | None = None

    def start(self) -> None:
        """Start the server on the files that it has, and wait until it answers."""
        with (self.folder / "log").open("ab") as log:
            self.server = subprocess.Popen(self.words, stdin=subprocess.DEVNULL, stdout=log, stderr=log)
        wait_until(lambda: self.is_ready() or self.server.poll() is not None, self.url)
        assert self.server.poll() is None, (self.folder / "log").read_text()

    def is_ready(self) -> bool:
        """Tell whether it answers: both take connections before they have read their files, and then refuse to work."""
        if "postgres" in self.url:
            probe = [str(postgresql_program("pg_isready")), "-q", "-h", HOST, "-p", str(self.port)]
            return subprocess.run(probe).returncode == 0
        return accepts(self.port) and talk(self.port, b"PING\r\nQUIT\r\n").data.startswith(b"+PONG")

    def stop(self) -> None:
        """End the server in an orderly way, and wait until it is gone."""
        self.server.send_signal(self.end)
        self.server.wait(PATIENCE)

    def crash(self) -> None:
        """End the server as a crash does, and wait until it is gone."""
        self.server.send_signal(self.die)
        self.server.wait(PATIENCE)


@contextmanager
def folder_of(user: str | None = None) -> Iterator[Path]:
    """Make a folder that a user may write to. pytest's own are closed to all but the user who runs it."""
    folder = Path(tempfile.mkdtemp(prefix="store-"))
    try:
        if user:
            shutil.chown(folder, user)
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def sqlite() -> Iterator[Store]:
    with folder_of() as folder:
        yield Store(f"sqlite:///{folder}/counter.db", folder)


@contextmanager
def redis() -> Iterator[Store]:
    """Run a Redis that has each change on the disk before it answers."""
    port = free_port()
    with folder_of() as folder:
        words = ["redis-server", "--bind", HOST, "--port", str(port), "--dir", str(folder), "--save", ""]
        durable = ["--appendonly", "yes", "--appendfsync", "always"]
        with running(Store(f"redis://{HOST}:{port}/0", folder, port, [*words, *durable])) as store:
            yield store


@contextmanager
def postgresql() -> Iterator[Store]:
    """Run a PostgreSQL, as the user postgres where root runs the tests: it refuses to be root."""
    port, user = free_port(), "postgres" if os.geteuid() == 0 else None
    become = ["setpriv", f"--reuid={user}", f"--regid={pwd.getpwnam(user).pw_gid}", "--clear-groups"] if user else []
    with folder_of(user) as folder:
        data = str(folder / "data")
        options = ["--username=counter", "--auth=trust", "--encoding=UTF8", "--locale=C.UTF-8", "--no-sync"]
        made = [*become, str(postgresql_program("initdb")), f"--pgdata={data}", *options]
        subprocess.run(made, check=True, stdout=subprocess.DEVNULL, cwd=folder)
        words = [*become, str(postgresql_program("postgres")), "-D", data, "-p", str(port)]
        settings = ["-c", f"listen_addresses={HOST}", "-c", f"unix_socket_directories={folder}"]
        url = f"postgresql://counter@{HOST}:{port}/postgres"
        # SIGKILL would leave the processes of its connections behind, for a while; SIGQUIT takes them with it
        with running(Store(url, folder, port, [*words, *settings], signal.SIGINT, signal.SIGQUIT)) as store:
            yield store


def postgresql_program(name: str) -> Path:
    """Return where the newest PostgreSQL has a program: Debian keeps them out of the PATH."""
    return max(PROGRAMS.glob(f"*/bin/{name}"), key=lambda path: int(path.parts[-3]))


@contextmanager
def running(store: Store) -> Iterator[Store]:
    store.start()
    try:
        yield store
    finally:
        if store.server.poll() is None:
            store.stop()


STORES = {"SQLite": sqlite, "Redis": redis, "PostgreSQL": postgresql}
