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
from tests.bench.peers import jobs_of

TABLES = (0, 1000)  # other rules in the table
BATCH = 0.004  # seconds that an application is timed for before the next one has its turn
EMPTY = "nothing at all"
Application = Callable[..., Any]
#: Applications by other rules in the table, peer and what they have besides.
Applications = dict[tuple[int, str, str], Application]
#: Microseconds by other rules in the table, job and peer; a job that a peer cannot do has none.
Times = dict[tuple[int, str, str], float]
#: Seconds of a request, one item a round, by the same.
Samples = dict[tuple[int, str, str], list[float]]


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


def applications(peers: dict[str, Application]) -> Applications:
    """Return the applications of every peer (its ``make``, by name) for the jobs that it can do."""
    return {
        (count, name, extra): make(count, extra)
        for count, (name, make) in product(TABLES, peers.items())
        for extra in dict.fromkeys(job.extra for job in jobs_of(name))
    }


def measure(made: Applications, seconds: float, batch: float = BATCH) -> tuple[Times, int]:
    """Return the median microseconds of every peer in every job, less those of the measuring, and the number of rounds.

    The peers take turns, in another order every round, so that whatever else the machine does meets all of them.
    """
    gc.collect()
    gc.freeze()  # the collector looks at what the requests leave behind, not at the tables of all peers
    samples = sample(made, seconds, batch)
    gc.unfreeze()
    medians = {key: median(times) * 1e6 for key, times in samples.items()}
    times = {key: medians[key] - medians[key[0], key[1], EMPTY] for key in medians if key[2] != EMPTY}
    return times, min(len(several) for several in samples.values())


def sample(made: Applications, seconds: float, batch: float) -> Samples:
    """Return the seconds of a request for every turn that there is."""
    names = dict.fromkeys(name for _, name, _ in made)
    turns = [
        (count, job, name, made[count, name, job.extra])
        for count, name in product(TABLES, names)
        for job in jobs_of(name)
    ]
    turns += [(count, job, EMPTY, nothing) for count, job in product(TABLES, JOBS)]
    sizes = [batch_size(app, job, batch) for _, job, _, app in turns]
    samples: Samples = {(count, job.name, name): [] for count, job, name, _ in turns}
    for order in rounds(len(turns), seconds):
        for place in order:
            count, job, name, application = turns[place]
            samples[count, job.name, name].append(requests(application, job, sizes[place]))
    return samples


def batch_size(application: Application, job: Job, batch: float) -> int:
    """Return how many requests fill a ``batch`` (seconds); some have been made by then, so that caches are warm."""
    requests(application, job, 20)
    return max(1, round(batch / requests(application, job, 20)))


def rounds(turns: int, seconds: float) -> Iterator[list[int]]:
    """Yield the places in a new order, until the time is over; at least twenty times."""
    random, end, done = Random(1), perf_counter() + seconds, 0
    while done < 20 or perf_counter() < end:
        yield random.sample(range(turns), turns)
        done += 1
