"""A counter in PostgreSQL: on the disk before it is acknowledged, for any number of machines."""

from collections.abc import Generator
from select import POLLIN, poll
from time import monotonic
from typing import Any

import psycopg
from psycopg.conninfo import conninfo_to_dict

from examples.lab20_state_outside.counters.counter import StoreDown
from examples.lab20_state_outside.counters.pool import Pool

LIMITS: dict[str, Any] = {
    "connect_timeout": 2,  # seconds
    "tcp_user_timeout": 4000,  # milliseconds after which a pulled cable is noticed
    "options": "-c statement_timeout=4000",  # milliseconds
}
ANSWER = 5.0  # seconds after which a server that is connected, but says nothing, is given up
TABLE = "CREATE TABLE IF NOT EXISTS counts (name text PRIMARY KEY, count bigint NOT NULL)"
ADD = """
    INSERT INTO counts VALUES (%s, 1)
    ON CONFLICT (name) DO UPDATE SET count = counts.count + 1 RETURNING count
"""


class PostgreSQLCounter:
    """Counts in the database of ``postgresql://USER:PASSWORD@HOST:PORT/DATABASE``."""

    def __init__(self, url: str) -> None:
        self.url = url
        try:
            known = conninfo_to_dict(url)
        except psycopg.ProgrammingError:
            raise ValueError("COUNTER_URL cannot be read: write postgresql://USER@HOST:PORT/DATABASE") from None
        self.store = f"PostgreSQL at {known.get('host', 'localhost')}:{known.get('port', 5432)}"  # without the password
        self.pool = Pool(self.connect, is_stale)
        self.close = self.pool.close

    def increment(self, name: str) -> int:
        """Add 1 to a count and return it, committed: one statement is one transaction. Raises StoreDown."""
        return int(self.first_row(ADD, name)[0])

    def value(self, name: str) -> int:
        """Return a count. Raises StoreDown."""
        row = self.first_row("SELECT count FROM counts WHERE name = %s", name)
        return int(row[0]) if row else 0

    def first_row(self, statement: str, name: str) -> Any:
        """Return the first row that a statement gives for a name. Raises StoreDown."""
        try:
            with self.pool.connection() as connection:
                return connection.execute(statement, [name]).fetchone()
        except psycopg.Error as error:
            raise StoreDown(self.store, error) from None

    def connect(self) -> psycopg.Connection[Any]:
        """Return a new connection to a database that has the table."""
        connection = Patient.connect(self.url, autocommit=True, **LIMITS)
        try:
            with connection.transaction():
                connection.execute("SELECT pg_advisory_xact_lock(20)")  # two that create it at once hinder each other
                connection.execute(TABLE)
        except psycopg.Error:
            connection.close()
            raise
        return connection


class Patient(psycopg.Connection[Any]):
    """A connection that does not wait for ever: libpq has no time limit for an answer."""

    def wait(self, steps: Generator[Any, Any, Any], *others: Any, **named: Any) -> Any:
        """Return the result of an exchange with the server, made in steps. Raises psycopg.OperationalError."""
        return super().wait(limited(steps, monotonic() + ANSWER), *others, **named)


def limited(steps: Generator[Any, Any, Any], end: float) -> Generator[Any, Any, Any]:
    """Take psycopg's steps until the ``end``, a time of ``monotonic`` in seconds; return their result."""
    try:
        wanted = next(steps)
        while True:
            ready = yield wanted  # several times a second, also when there is nothing to read
            if not ready and monotonic() > end:
                raise psycopg.OperationalError(f"no answer within {ANSWER:g} seconds")
            wanted = steps.send(ready)
    except StopIteration as done:
        return done.value


def is_stale(connection: psycopg.Connection[Any]) -> bool:
    """Return whether there is something to read: to an idle client a server says only that it ends."""
    waiting = poll()
    waiting.register(connection.fileno(), POLLIN)
    return bool(waiting.poll(0))
