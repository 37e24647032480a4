"""Eight threads at once: one of them may get what belongs to another."""

from __future__ import annotations

import json
import re
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from itertools import pairwise
from typing import Any

from wsgi_apps.tools.check.asked import Asked
from wsgi_apps.tools.check.own import NOWHERE
from wsgi_apps.tools.check.probe import Breach, Run
from wsgi_apps.tools.check.situations import JSON, query

THREADS, ROUNDS = 8, 20
SECONDS = 0.5  # after which no thread begins another round
SWITCH = 1e-6  # seconds after which Python lets another thread run


@contextmanager
def nervous() -> Iterator[None]:
    """Let Python change between threads as often as it can."""
    before = sys.getswitchinterval()
    sys.setswitchinterval(SWITCH)
    try:
        yield
    finally:
        sys.setswitchinterval(before)


def together(work: Callable[[int], None]) -> None:
    """Run a function in THREADS threads that begin at once, all of the same name, each with its number."""
    barrier, end = threading.Barrier(THREADS), time.monotonic() + SECONDS

    def rounds(number: int) -> None:
        barrier.wait()
        for _ in range(ROUNDS):
            if time.monotonic() < end:
                work(number)

    name = threading.current_thread().name
    threads = [threading.Thread(target=rounds, args=(number,), name=name) for number in range(THREADS)]
    with nervous():
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()


def mixed(application: Callable[..., Any], base: Asked, words: list[str], known: set[type]) -> Iterator[Breach]:
    """Yield a breach if a thread gets another one's data, or an exception that comes in no thread alone."""
    marks = [f"mark{number}x" for number in range(THREADS)]
    alone = Run(marked(base, words, marks[0])).of(application)
    known = known | {type(alone.error)}
    seen: list[tuple[int, Run]] = []

    def work(number: int) -> None:
        seen.append((number, Run(marked(base, words, marks[number])).of(application)))

    together(work)
    for number, run in seen:
        strangers = [mark for mark in marks if mark != marks[number] and mark.encode() in run.body]
        if strangers:
            yield Breach("W801", f"{marks[number]}: {strangers[0]}", NOWHERE)
            return
        if run.error not in (None, run.raised_again) and type(run.error) not in known:
            yield Breach("W801", f"{type(run.error).__name__}: {run.error}"[:80], NOWHERE)
            return


def marked(base: Asked, words: list[str], mark: str) -> Asked:
    """Return a request that carries a mark in each argument, in a cookie, and in its body."""
    cookie = ("Cookie", "; ".join(f"{word}={mark}" for word in words))
    asked = replace(base, query=query(words, mark), headers=(*base.headers, cookie))
    if base.method != "POST":
        return asked
    body = json.dumps(dict.fromkeys(words, mark)).encode()
    return replace(asked, body=body, headers=(*asked.headers, JSON))


def lost(application: Callable[..., Any], base: Asked) -> Iterator[Breach]:
    """Yield a breach if an application that counts gives two threads the same number."""
    alone = [Run(base).of(application) for _ in range(4)]
    if any(run.error is not None for run in alone) or not counts([run.body for run in alone]):
        return
    bodies: list[bytes] = []
    together(lambda number: bodies.append(Run(base).of(application).body))
    body, times = Counter(bodies).most_common(1)[0]
    if times > 1:
        yield Breach("W801", f"{times} × {body[:60].decode('utf-8', 'replace')}", NOWHERE)


def counts(bodies: list[bytes]) -> bool:
    """Return whether bodies hold a number that grows by one from each to the next."""
    columns = zip(*([int(digits[:18]) for digits in re.findall(rb"\d+", body)] for body in bodies), strict=False)
    return any(all(after - before == 1 for before, after in pairwise(column)) for column in columns)
