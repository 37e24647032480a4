"""What a counter promises, and which store ``COUNTER_URL`` names."""

import os
from importlib import import_module
from typing import Protocol

DEFAULT = "sqlite:///build/counter.db"
PACKAGE = "examples.lab20_state_outside.counters"
#: what stands before the colon -> the module, its class, and what to do where its library is missing
STORES = {
    "sqlite":     ("in_sqlite", "SQLiteCounter", "use a Python that has sqlite3"),
    "redis":      ("in_redis", "RedisCounter", "pip install -e '.[stores]'"),
    "postgresql": ("in_postgresql", "PostgreSQLCounter", "pip install -e '.[stores]'"),
    "uwsgi":      ("in_uwsgi", "UWSGICounter", "start the program with uWSGI"),
}  # fmt: skip


class Counter(Protocol):
    """Counts under names. They are exact, even if many threads, processes and machines call at once."""

    def increment(self, name: str) -> int:
        """Add 1 to a count, store it, and return it. Raises StoreDown."""

    def value(self, name: str) -> int:
        """Return a count, 0 for a name that was never counted. Raises StoreDown."""

    def close(self) -> None:
        """Give the connections of this process back."""


class StoreDown(Exception):
    """The store did not answer. The caller cannot know whether ``increment`` was counted."""

    def __init__(self, store: str, reason: object) -> None:
        super().__init__(f"{store} does not answer: {str(reason).partition(chr(10))[0]}")  # one line, for the log


def open_counter(url: str | None = None) -> Counter:
    """Return the counter of a URL: by default the one in COUNTER_URL, or else SQLite's. It connects at its first call.

    Raises ValueError for a URL that does not name a store, or names one that cannot be used here.
    """
    url = url or os.environ.get("COUNTER_URL") or DEFAULT
    scheme = url.partition(":")[0]
    if ":" not in url or scheme not in STORES:  # the rest of the URL stays out of the message: it may hold a password
        raise ValueError(f"COUNTER_URL begins with {scheme[:20]!r}: write {', '.join(STORES)}, then a colon")
    module, name, cure = STORES[scheme]
    try:
        store = import_module(f"{PACKAGE}.{module}")  # now, since only the chosen store's library has to be there
    except ModuleNotFoundError as missing:
        raise ValueError(f"COUNTER_URL={scheme}: needs the Python module {missing.name}: {cure}") from None
    counter: Counter = getattr(store, name)(url)
    return counter
