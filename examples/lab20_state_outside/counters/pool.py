"""Connections that are used again."""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any


class Pool:
    """Lends a connection to one thread at a time, and never to a process that did not open it.

    ``connect`` opens one more; ``is_stale`` says whether the server of an idle one has gone. There are never more of
    them than threads at work.
    """

    def __init__(self, connect: Callable[[], Any], is_stale: Callable[[Any], bool] = lambda connection: False) -> None:
        self.connect = connect
        self.is_stale = is_stale
        #: process -> its idle connections. A connection of the parent process is neither used nor closed.
        self.idle: dict[int, list[Any]] = {}

    @contextmanager
    def connection(self) -> Iterator[Any]:
        """Lend a connection; one that was in use when something failed is not used again."""
        idle = self.idle.setdefault(os.getpid(), [])
        connection = self.take(idle)
        try:
            yield connection
        except BaseException:
            connection.close()  # which undoes what was not committed
            raise
        idle.append(connection)

    def take(self, idle: list[Any]) -> Any:
        """Return the connection that was used last, or a new one."""
        while idle:
            try:
                connection = idle.pop()
            except IndexError:  # another thread took the last one in between
                break
            if not self.is_stale(connection):
                return connection
            connection.close()
        return self.connect()

    def close(self) -> None:
        """Close the idle connections of this process."""
        for connection in self.idle.pop(os.getpid(), []):
            connection.close()
