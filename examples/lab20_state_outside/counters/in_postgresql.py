"""A counter in PostgreSQL: on the disk before it is acknowledged, for any number of machines."""

import os
from typing import Any

import psycopg
from psycopg_pool import ConnectionPool

from examples.lab20_state_outside.counters.counter import StoreDown

PATIENCE = 2  # seconds for a connection; a statement has twice as long
LIMITS = {
    "connect_timeout": PATIENCE,
    "tcp_user_timeout": PATIENCE * 2000,  # milliseconds after which a pulled cable is noticed
    "options": f"-c statement_timeout={PATIENCE * 2000}",  # milliseconds
}
TABLE = "CREATE TABLE IF NOT EXISTS counts (name text PRIMARY KEY, count bigint NOT NULL)"
ADD = """
    INSERT INTO counts VALUES (%s, 1)
    ON CONFLICT (name) DO UPDATE SET count = counts.count + 1 RETURNING count
"""


class PostgreSQLCounter:
    """Counts in the database of ``postgresql://USER:PASSWORD@HOST:PORT/DATABASE``."""

    def __init__(self, url: str) -> None:
        self.url = url
        known = psycopg.conninfo.conninfo_to_dict(url)
        self.store = f"PostgreSQL at {known.get('host', 'localhost')}:{known.get('port', 5432)}"  # without the password
        self.pools: dict[int, ConnectionPool] = {}  # process -> its pool: a pool and its threads do not outlive a fork

    def increment(self, name: str) -> int:
        """Add 1 to a count and return it (int), committed: one statement is one transaction."""
        row = self.first_row(ADD, name)
        return int(row[0])

    def value(self, name: str) -> int:
        """Return a count (int)."""
        row = self.first_row("SELECT count FROM counts WHERE name = %s", name)
        return int(row[0]) if row else 0

    def close(self) -> None:
        """Close the pool of this process."""
        if pool := self.pools.pop(os.getpid(), None):
            pool.close()

    def first_row(self, statement: str, name: str) -> Any:
        """Return the first row that a statement (str) gives for a name (str). Raises StoreDown."""
        try:
            with self.pool().connection() as connection:
                return connection.execute(statement, [name]).fetchone()
        except psycopg.Error as error:
            raise StoreDown(self.store, error) from None

    def pool(self) -> ConnectionPool:
        """Return the pool of this process, open."""
        process = os.getpid()
        pool = self.pools.get(process) or self.pools.setdefault(process, self.new_pool())
        pool.open()  # does nothing if it is open already
        return pool

    def new_pool(self) -> ConnectionPool:
        """Return a pool that has not been opened: it has no connection and no thread."""
        return ConnectionPool(
            self.url,
            kwargs={**LIMITS, "autocommit": True},
            configure=create_table,
            check=ConnectionPool.check_connection,  # before each use: the server may have been started again
            min_size=0,
            max_size=10,
            timeout=PATIENCE,
            reconnect_timeout=PATIENCE,  # by default it tries for 5 minutes, ever more rarely, and comes back late
            open=False,
        )


def create_table(connection: psycopg.Connection) -> None:
    """Create the table if it is not there. Two that do so at once would hinder each other: the lock is for that."""
    with connection.transaction():
        connection.execute("SELECT pg_advisory_xact_lock(20)")
        connection.execute(TABLE)
