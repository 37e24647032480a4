"""A counter in Redis: in memory, written to its file, for any number of machines."""

from urllib.parse import urlsplit

from redis import Redis, RedisError
from redis.backoff import NoBackoff
from redis.retry import Retry

from examples.lab20_state_outside.counters.counter import StoreDown

PATIENCE = 2.0  # seconds for a connection, and for an answer


class RedisCounter:
    """Counts in the server of ``redis://HOST:PORT/DATABASE``."""

    def __init__(self, url: str) -> None:
        """Make the client: it connects at the first call, and after a fork connects anew."""
        try:
            self.store = f"Redis at {urlsplit(url).hostname}:{urlsplit(url).port or 6379}"  # without the password
            self.client = Redis.from_url(
                url,
                socket_connect_timeout=PATIENCE,
                socket_timeout=PATIENCE,
                retry=Retry(NoBackoff(), 0),  # by default INCR is sent again when its answer is lost, and counts twice
            )
        except ValueError:
            raise ValueError("COUNTER_URL cannot be read: write redis://HOST:PORT/DATABASE") from None

    def increment(self, name: str) -> int:
        """Add 1 to a count and return it: INCR does both in one step."""
        try:
            return int(self.client.incr(name))
        except RedisError as error:
            raise StoreDown(self.store, error) from None

    def value(self, name: str) -> int:
        """Return a count."""
        try:
            return int(self.client.get(name) or 0)
        except RedisError as error:
            raise StoreDown(self.store, error) from None

    def close(self) -> None:
        """Close the connections of this process."""
        self.client.close()
