"""A counter in a file of SQLite: nothing to install, nothing to start, one machine."""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from examples.lab20_state_outside.counters.counter import StoreDown

PATIENCE = 5.0  # seconds to wait while another process writes
SETTINGS = """
    PRAGMA journal_mode = WAL;   -- readers and the one writer do not stop each other
    PRAGMA synchronous = FULL;   -- a commit is on the disk when it returns: it outlives a power cut
    CREATE TABLE IF NOT EXISTS counts (name TEXT PRIMARY KEY, count INTEGER NOT NULL);
"""
ADD = """
    INSERT INTO counts VALUES (?, 1)
    ON CONFLICT (name) DO UPDATE SET count = count + 1 RETURNING count
"""


class SQLiteCounter:
    """Counts in the file of ``sqlite:///PATH``, below the current folder, or ``sqlite:////PATH`` from the root."""

    def __init__(self, url: str) -> None:
        self.path = Path(url.removeprefix("sqlite:///"))
        if not url.startswith("sqlite:///") or self.path.name in ("", ":memory:"):
            raise ValueError(f"COUNTER_URL={url} names no file: write sqlite:///build/counter.db")
        #: process -> its connections that nobody uses now. One that came through a fork is never used, nor closed:
        #: closing it would drop the locks of the process that it belongs to.
        self.idle: dict[int, list[sqlite3.Connection]] = {}

    def increment(self, name: str) -> int:
        """Add 1 to a count and return it (int), committed."""
        with self.connection() as connection:
            connection.execute("BEGIN IMMEDIATE")  # waits for its turn now; BEGIN alone would fail later, at once
            [(count,)] = connection.execute(ADD, [name]).fetchall()
            connection.execute("COMMIT")
        return int(count)

    def value(self, name: str) -> int:
        """Return a count (int)."""
        with self.connection() as connection:
            row = connection.execute("SELECT count FROM counts WHERE name = ?", [name]).fetchone()
        return int(row[0]) if row else 0

    def close(self) -> None:
        """Close the idle connections of this process."""
        for connection in self.idle.pop(os.getpid(), []):
            connection.close()

    @contextmanager
    def connection(self) -> Iterator[sqlite3.Connection]:
        """Lend a connection of this process: to one thread at a time, and no more after it failed."""
        idle = self.idle.setdefault(os.getpid(), [])
        try:
            connection = idle.pop() if idle else self.connect()
        except IndexError:  # another thread took the last one in between
            connection = self.connect()
        try:
            yield connection
        except sqlite3.Error as error:
            connection.close()  # rolls back what was not committed
            raise StoreDown(f"SQLite at {self.path}", error) from None
        idle.append(connection)

    def connect(self) -> sqlite3.Connection:
        """Return a new connection, with its settings made. Raises StoreDown."""
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            connection = sqlite3.connect(
                self.path, timeout=PATIENCE, isolation_level=None, check_same_thread=False
            )  # isolation_level=None: the module begins no transaction of its own
            connection.executescript(SETTINGS)
        except (sqlite3.Error, OSError) as error:
            raise StoreDown(f"SQLite at {self.path}", error) from None
        return connection
