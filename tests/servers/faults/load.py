"""Clients that increase a counter again and again, and write down what they were told."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException
from urllib.parse import urlsplit

PATIENCE = 10  # seconds that a client waits for its answer
PAUSE = 0.01  # seconds between a failed request and the next


@dataclass(frozen=True)
class Told:
    """What a client was told: when (seconds), after how long (seconds), the count, or why there is none."""

    at: float
    took: float
    status: int
    count: int | None
    node: str | None
    failure: str = ""


@dataclass
class Load:
    """Some clients (int) that send POST ``path`` to a URL until told to stop, one request at a time each."""

    url: str
    clients: int = 4
    path: str = "/increase"
    told: list[Told] = field(default_factory=list)
    stopping: threading.Event = field(default_factory=threading.Event)
    threads: list[threading.Thread] = field(default_factory=list)

    def __enter__(self) -> Load:
        self.threads = [threading.Thread(target=self.run) for _ in range(self.clients)]
        for thread in self.threads:
            thread.start()
        return self

    def __exit__(self, *raised: object) -> None:
        self.stopping.set()
        for thread in self.threads:
            thread.join(3 * PATIENCE)
            assert not thread.is_alive(), "a client waits for ever"

    def run(self) -> None:
        while not self.stopping.is_set():
            told = ask(self.url, "POST", self.path)
            self.told.append(told)  # appending is atomic
            if told.count is None:
                time.sleep(PAUSE)

    @property
    def acknowledged(self) -> list[int]:
        """Return the counts that clients were told."""
        return [told.count for told in self.told if told.count is not None]

    @property
    def failed(self) -> list[Told]:
        return [told for told in self.told if told.count is None]

    def until(self, condition: Callable[[], bool], what: str, seconds: float = 60) -> float:
        """Wait until a condition holds; return how long it took (seconds). It fails after some seconds."""
        start = time.monotonic()
        while not condition():
            assert time.monotonic() < start + seconds, f"{what}: not within {seconds} seconds; last: {self.told[-3:]}"
            time.sleep(0.005)
        return time.monotonic() - start

    def more(self, number: int, where: Callable[[Told], bool] = lambda told: told.count is not None) -> float:
        """Wait until so many more (int) answers have come; return how long it took (seconds)."""
        before = len(self.told)
        return self.until(lambda: sum(map(where, self.told[before:])) >= number, f"{number} more answers")


def ask(url: str, method: str, path: str, patience: float = PATIENCE) -> Told:
    """Send one request, over a connection of its own."""
    place, start = urlsplit(url), time.monotonic()
    connection = HTTPConnection(place.hostname, place.port, timeout=patience)
    try:
        connection.request(method, place.path + path, headers={"Connection": "close"})
        response = connection.getresponse()
        body = response.read()
        count = json.loads(body)["count"] if response.status == 200 else None
        return Told(start, time.monotonic() - start, response.status, count, response.getheader("Node"))
    except (OSError, HTTPException, ValueError) as error:
        return Told(start, time.monotonic() - start, 0, None, None, type(error).__name__)
    finally:
        connection.close()


def value(url: str) -> int:
    """Return the stored count, as the application reads it."""
    count = ask(url, "GET", "/value").count
    assert count is not None
    return count
