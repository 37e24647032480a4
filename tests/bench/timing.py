"""Time the jobs in this process: what an application costs, without a server and without what the measuring costs."""

import gc
from collections.abc import Callable, Iterator
from io import BytesIO
from itertools import product
from random import Random
from statistics import median
from time import perf_counter, process_time
from typing import Any

from tests.bench.jobs import JOBS, Job

TABLES = (0, 1000)  # other rules in the table
BATCH = 0.004  # seconds that an application is timed for before the next one has its turn
EMPTY = "nothing at all"
Application = Callable[..., Any]
#: Microseconds by other rules in the table, job and peer.
Times = dict[tuple[int, str, str], float]


def nothing(environ, start_response):
    """Answer without doing anything: what a request to this costs is what the measuring costs."""
    start_response("200 OK", [])
    return []


def start_response(status, headers, exc_info=None):
    """Take what a server would send."""


def requests(application: Application, job: Job, count: int) -> float:
    """Answer a request ``count`` times, each time as a server would hand it over; return the seconds of one."""
    template, body = job.environ, job.body
    begin = process_time()
    for _ in range(count):
        environ = template.copy()
        environ["wsgi.input"] = BytesIO(body)
        iterable = application(environ, start_response)
        for _ in iterable:
            pass
        close = getattr(iterable, "close", None)
        if close is not None:
            close()
    return (process_time() - begin) / count


def measure(peers: dict[str, Application], seconds: float, batch: float = BATCH) -> Times:
    """Return the median microseconds of every peer (its ``make``, by name) in every job, less those of the measuring.

    The peers take turns, in another order every round, so that whatever else the machine does meets all of them.
    """
    applications = {(count, name): make(count) for count, (name, make) in product(TABLES, peers.items())}
    applications |= {(count, EMPTY): nothing for count in TABLES}
    gc.collect()
    gc.freeze()  # the collector looks at what the requests leave behind, not at the tables of all peers
    samples = sample(applications, seconds, batch)
    gc.unfreeze()
    medians = {key: median(times) * 1e6 for key, times in samples.items()}
    return {key: medians[key] - medians[key[0], key[1], EMPTY] for key in medians if key[2] != EMPTY}


def sample(
    applications: dict[tuple[int, str], Application], seconds: float, batch: float
) -> dict[tuple[int, str, str], list[float]]:
    """Return the seconds of a request (lists, one item a round) by table, job and peer."""
    turns = [(count, job, name, app) for (count, name), app in applications.items() for job in JOBS]
    sizes = [batch_size(app, job, batch) for _, job, _, app in turns]
    samples: dict[tuple[int, str, str], list[float]] = {(count, job.name, name): [] for count, job, name, _ in turns}
    for order in rounds(len(turns), seconds):
        for place in order:
            count, job, name, application = turns[place]
            samples[count, job.name, name].append(requests(application, job, sizes[place]))
    return samples


def batch_size(application: Application, job: Job, batch: float) -> int:
    """Return how many requests (int) fill a ``batch`` (float, seconds); they have been made once by then, so that caches are warm."""
    requests(application, job, 20)
    return max(1, round(batch / requests(application, job, 20)))


def rounds(turns: int, seconds: float) -> Iterator[list[int]]:
    """Yield the places (list of int) in a new order, until the time is over; at least twenty times."""
    random, end, done = Random(1), perf_counter() + seconds, 0
    while done < 20 or perf_counter() < end:
        yield random.sample(range(turns), turns)
        done += 1
