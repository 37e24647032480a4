"""A counter in a file of SQLite: nothing to install, nothing to start, one machine."""

import sqlite3
from collections.abc import Callable
from pathlib import Path
from time import monotonic
from typing import Any

from examples.lab20_state_outside.counters.counter import StoreDown
from examples.lab20_state_outside.counters.pool import Pool

PATIENCE = 5.0  # seconds to wait while others write
BUSY_TIMEOUT = 0.05  # seconds of it that SQLite waits by itself
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
            raise ValueError(f"COUNTER_URL={url} does not name a file: write sqlite:///build/counter.db")
        self.pool = Pool(self.connect)
        self.close = self.pool.close

    def increment(self, name: str) -> int:
        """Add 1 to a count and return it, committed. Raises StoreDown."""
        try:
            with self.pool.connection() as connection:
                patiently(connection.execute, "BEGIN IMMEDIATE")  # waits for its turn; BEGIN alone fails later, at once
                [(count,)] = connection.execute(ADD, [name]).fetchall()
                connection.execute("COMMIT")
        except (sqlite3.Error, OSError) as error:
            raise StoreDown(f"SQLite at {self.path}", error) from None
        return int(count)

    def value(self, name: str) -> int:
        """Return a count. Raises StoreDown."""
        try:
            with self.pool.connection() as connection:
                row = patiently(connection.execute, "SELECT count FROM counts WHERE name = ?", [name]).fetchone()
        except (sqlite3.Error, OSError) as error:
            raise StoreDown(f"SQLite at {self.path}", error) from None
        return int(row[0]) if row else 0

    def connect(self) -> sqlite3.Connection:
        """Return a new connection, with its settings made."""
        self.path.parent.mkdir(parents=True, exist_ok=True)
        connection = sqlite3.connect(
            self.path,
            timeout=BUSY_TIMEOUT,
            isolation_level=None,  # Python's module begins no transaction of its own
            check_same_thread=False,  # the pool sees to it that one thread at a time has it
        )
        try:
            patiently(connection.executescript, SETTINGS)
        except sqlite3.Error:
            connection.close()
            raise
        return connection


def patiently(execute: Callable[..., sqlite3.Cursor], *statement: Any) -> sqlite3.Cursor:
    """Return the result of a statement as soon as no lock is in its way. Raises sqlite3.Error, "locked" after PATIENCE.

    SQLite's own waiting is not enough: it looks again ever more rarely, at last ten times a second, so that under load
    one process may never find the file free; and for the change to WAL it does not wait at all.
    """
    end = monotonic() + PATIENCE
    while True:
        try:
            return execute(*statement)
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY or monotonic() > end:
                raise
