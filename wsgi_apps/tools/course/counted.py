"""Calls of a counter, and what their answers show: who gave which number, which came twice, which are missing."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor, wait
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from itertools import pairwise
from typing import Any
from urllib.parse import quote, urlsplit

Span = tuple[int, int]  # the first and the last of numbers without a gap
LARGEST = 64 * 1024  # bytes of an answer that are read


@dataclass(frozen=True)
class Target:
    """Where the calls go, and their method."""

    method: str
    scheme: str
    host: str
    port: int | None
    path: str

    @classmethod
    def of(cls, url: str, method: str = "GET") -> Target:
        """Return the target of a URL. Raises ValueError with what to write instead."""
        try:
            parts = urlsplit(url)
            host, port = parts.hostname, parts.port
        except ValueError:  # such as a port that is not a number
            host = port = None
        if not host or parts.scheme not in ("http", "https"):
            raise ValueError(f"{url} is not an address: write a whole one, such as http://127.0.0.1:8000/increase")
        query = f"?{parts.query}" if parts.query else ""
        return cls(method, parts.scheme, host, port, quote(parts.path + query, safe="/?&=%:@+,;~") or "/")


@dataclass(frozen=True)
class Call:
    """The result of one call: a number with its process and thread, or a ``mistake`` that says why it is missing."""

    count: int = 0
    process: int = 0
    thread: str = ""
    mistake: str = ""


def called(target: Target, times: int, parallel: int, patience: float) -> list[Call]:
    """Call a target some ``times``, ``parallel`` at once; return the calls in the order of their answers.

    ``patience`` is the number of seconds that an answer may take.
    """
    calls: list[Call] = []
    with ThreadPoolExecutor(parallel) as threads:
        waiting = [threads.submit(lambda: calls.append(call(target, patience))) for _ in range(times)]
        try:
            wait(waiting)
        except KeyboardInterrupt:
            threads.shutdown(cancel_futures=True)
            raise
    return calls


def call(target: Target, patience: float) -> Call:
    """Call a target once, on a connection of its own."""
    kind = HTTPSConnection if target.scheme == "https" else HTTPConnection
    connection = kind(target.host, target.port, timeout=patience)
    try:
        connection.request(target.method, target.path)
        answer = connection.getresponse()
        return read(answer.status, answer.read(LARGEST))
    except TimeoutError:
        return Call(mistake=f"no answer within {patience:g} seconds")
    except HTTPException as error:
        return Call(mistake=str(error) or "the response is not HTTP")
    except OSError as error:
        return Call(mistake=error.strerror or str(error))
    except ValueError as error:  # a host whose name cannot be written
        return Call(mistake=str(error))
    finally:
        connection.close()


def read(status: int, body: bytes) -> Call:
    """Return the call that got an answer with this status and this body."""
    if status != 200:
        return Call(mistake=f"status {status}")
    try:
        found: Any = json.loads(body)
    except ValueError:
        found = None
    if not isinstance(found, dict) or type(found.get("count")) is not int:
        return Call(mistake='the response is not JSON with a "count"')
    process = found.get("process")
    return Call(found["count"], process if isinstance(process, int) else 0, str(found.get("thread", "")))


@dataclass(frozen=True)
class Findings:
    """The calls of one counter, and what their answers show."""

    calls: list[Call]

    @property
    def answers(self) -> list[Call]:
        """Return the calls that gave a number, in the order of their answers."""
        return [call for call in self.calls if not call.mistake]

    @property
    def mistakes(self) -> Counter[str]:
        """Return how often each error came from the calls without a number."""
        return Counter(call.mistake for call in self.calls if call.mistake)

    @property
    def twice(self) -> list[int]:
        """Return the numbers that more than one call got."""
        return sorted(number for number, times in Counter(call.count for call in self.answers).items() if times > 1)

    @property
    def missing(self) -> list[Span]:
        """Return the numbers between the least and the greatest that no call got."""
        return [(end + 1, start - 1) for (_, end), (start, _) in pairwise(spans(call.count for call in self.answers))]

    def by_process(self) -> dict[int, list[int]]:
        """Return the numbers that each process gave, in the order of their answers."""
        found: dict[int, list[int]] = {}
        for call in self.answers:
            found.setdefault(call.process, []).append(call.count)
        return found

    def by_worker(self) -> dict[tuple[int, str], list[int]]:
        """Return the numbers that each process and thread gave."""
        found: dict[tuple[int, str], list[int]] = {}
        for call in self.answers:
            found.setdefault((call.process, call.thread), []).append(call.count)
        return dict(sorted(found.items(), key=lambda item: list(self.by_process()).index(item[0][0])))

    def verdict(self) -> str:
        """Return the sentence about what happened."""
        processes = self.by_process()
        if not processes:
            return "No call was answered with a number."
        if not self.twice:
            return f"Every number came once: {said(spans(call.count for call in self.answers))}."
        if all(is_a_count(numbers) for numbers in processes.values()):
            own = " + ".join(str(len(numbers)) for numbers in processes.values())
            return f"Each process has a count of its own: {own} = {len(self.answers)}."
        lost = len(self.answers) - len({call.count for call in self.answers})
        return f"Updates were lost: {lost} of {len(self.answers)} answers repeat a number that was given already."


def is_a_count(numbers: list[int]) -> bool:
    """Return whether the numbers follow each other without a gap, each of them once."""
    return len(spans(numbers)) == 1 and len(numbers) == len(set(numbers))


def spans(numbers: Iterable[int]) -> list[Span]:
    """Return the spans of numbers that follow each other without a gap, in ascending order."""
    found: list[Span] = []
    for number in sorted(set(numbers)):
        if found and found[-1][1] == number - 1:
            found[-1] = (found[-1][0], number)
        else:
            found.append((number, number))
    return found


def said(found: list[Span]) -> str:
    """Return spans as text: 1 to 3, 5, 7, 9 to 11."""
    return ", ".join(
        f"{start} to {end}" if end > start + 1 else ", ".join(map(str, range(start, end + 1))) for start, end in found
    )
