"""A counter in the memory that the processes of one uWSGI share: quick, gone when uWSGI ends, one machine."""

import uwsgi

from examples.lab20_state_outside.counters.counter import StoreDown

CACHE = "counters"


class UWSGICounter:
    """Counts in uWSGI's cache: ``uwsgi --cache2 name=counters,items=100,blocksize=64``."""

    def __init__(self, url: str) -> None:
        if not uwsgi.cache_inc("probe", 0, 0, CACHE):
            raise ValueError(
                f"COUNTER_URL=uwsgi: needs uWSGI's cache: add --cache2 name={CACHE},items=100,blocksize=64"
            )

    def increment(self, name: str) -> int:
        """Add 1 to a count and return it. Raises StoreDown."""
        uwsgi.lock()  # cache_inc is safe alone, but gives no number; between it and cache_num another may come
        try:
            if not uwsgi.cache_inc(name, 1, 0, CACHE):
                raise StoreDown("uWSGI's cache", "it has no room for another name")
            return int(uwsgi.cache_num(name, CACHE))
        finally:
            uwsgi.unlock()

    def value(self, name: str) -> int:
        """Return a count."""
        return int(uwsgi.cache_num(name, CACHE))

    def close(self) -> None:
        """Do nothing: there is no connection."""
