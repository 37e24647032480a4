"""The page about speed: the tables that a run of ``make bench`` fills."""

import platform
import re
import subprocess
from importlib.metadata import version
from typing import NamedTuple

from tests.bench.jobs import JOBS
from tests.bench.peers import BARE, FLASK, OURS, PEERS
from tests.bench.processes import CONNECTIONS, IMPORTS, ROUNDS, SECONDS, SERVED, Load, Memory, program
from tests.bench.timing import TABLES, Times

INTRODUCTION = f"""# Speed

What a request costs in each framework, measured by `make bench` in one run on one machine, every peer in turn. Numbers of
another machine will be others; the ratios are what to look at. Versions: {{versions}}.

![What a request costs in each framework, in seven jobs and two tables of rules](speed.svg)

Every application is in `tests/bench/peers`, written as the documentation of its framework teaches, and has given the right
answer to all seven requests before its time is taken. "{BARE}" is a callable without a framework, with no table of rules,
no limits on what it reads and no errors but 404: it is the floor.

The jobs: a constant text; a text with two variables of the path; a sum of two integers of the path, answered in JSON; a
name out of a JSON body, answered in JSON; two fields of a form; a query argument and a header, answered in JSON; and a
path that nobody answers. The other rules are two kinds in turn, `/shelf0/list` and `/shelf1/<name>`; half of them stand
before the jobs' own rules, half after.
"""
TIME = """## A request, with {count} other rules in the table

Microseconds of the processor, the median of the rounds, less what the measuring itself costs. In bold the least of all
frameworks.

{table}
"""
RATIO = """## wsgi_apps beside the others

How many times as long the quickest other framework and Flask take, and what a request costs with 1,000 other rules as a
part of what it costs with none (growth).

{table}

Where a ratio is below 1, another framework is quicker. What wsgi_apps spends its time on: `request` is a name that can be
imported, which takes a ContextVar for every request and a look-up for every use; a path is read as UTF-8; a body is read
neither past its length nor past its limit, and the fields of a form are counted; JSON is refused where it is not JSON; an
error is answered with a page that says what to send instead; and hooks and handlers may stand around every view. Without
these it would be quicker, and in one long function a little: neither is wanted.
"""
SERVER = f"""## On uWSGI

`wrk` asks uWSGI over loopback, with {CONNECTIONS} connections at a time and a new one for every request: `ini/uwsgi.ini`, one worker, no
log of requests. In the table are the requests a second, the best of {ROUNDS} runs of {SECONDS} s, and the microseconds of the processor
that one costs the worker, their median; the ratios are of these. Connections and the server cost several times what the
application does, so the frameworks differ less here: the callable by hand is the most that there can be.

{{table}}
"""
START = f"""## To start with

The imports that the application's file begins with, in milliseconds of the processor, the median of {IMPORTS}; and what a
worker on uWSGI holds after 140 requests, in MiB: with (RSS) and less (PSS) its share of what it has in common with
uWSGI's master.

{{table}}
"""


class Results(NamedTuple):
    """What a run has measured, and of which ``versions`` (str, a list)."""

    times: Times
    loads: dict[tuple[str, str], Load]
    imports: dict[str, float]
    memories: dict[str, Memory]
    versions: str


def page(results: Results) -> str:
    """Return the page (str, Markdown)."""
    sections = [
        INTRODUCTION.format(versions=results.versions),
        *(TIME.format(count=f"{count:,}", table=time_table(results.times, count)) for count in TABLES),
        RATIO.format(table=ratio_table(results.times)),
        SERVER.format(table=server_table(results.loads)),
        START.format(table=start_table(results)),
    ]
    return "\n".join(sections)


def versions() -> str:
    """Return the names and versions (str) of what is measured."""
    named = [f"{name} {version(peer.package)}" for name, peer in PEERS.items() if peer.package]
    wrk = subprocess.run([program("wrk"), "--version"], capture_output=True, text=True).stdout
    found = re.search(r"wrk \D*([\d.]+)", wrk)
    return f"Python {platform.python_version()}, uWSGI {version('uwsgi')}, wrk {found[1]}, {', '.join(named)}"


def table(head: list[str], rows: list[list[str]]) -> str:
    """Return a table (str, Markdown)."""
    lines = [head, ["---", *["---:"] * (len(head) - 1)], *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def time_table(times: Times, count: int) -> str:
    """Return the microseconds of every job and peer."""
    rows = []
    for job in JOBS:
        cells = {name: f"{times[count, job.name, name]:.2f}" for name in PEERS}
        first = min((name for name in PEERS if name != BARE), key=lambda name: times[count, job.name, name])
        cells[first] = f"**{cells[first]}**"
        rows.append([job.name, *cells.values()])
    return table(["job", *PEERS], rows)


def ratio_table(times: Times) -> str:
    """Return how far the others are behind, or ahead where the number is below 1."""
    head = [f"{name}, {count:,} rules" for count in TABLES for name in ("quickest other", FLASK)]
    rows = []
    for job in JOBS:
        cells = []
        for count in TABLES:
            ours = times[count, job.name, OURS]
            name = min(set(PEERS) - {BARE, OURS}, key=lambda name: times[count, job.name, name])
            cells += [
                f"{times[count, job.name, name] / ours:.2f} ({name})",
                f"{times[count, job.name, FLASK] / ours:.1f}",
            ]
        growth = times[TABLES[1], job.name, OURS] / times[TABLES[0], job.name, OURS]
        rows.append([job.name, *cells, f"{growth:.2f}"])
    return table(["job", *head, "growth"], rows)


def server_table(loads: dict[tuple[str, str], Load]) -> str:
    """Return what a worker does, and how its cost relates to the callable by hand and to Flask."""
    rows = []
    for name in PEERS:
        cells = []
        for job in SERVED:
            rate, cost = loads[job.name, name]
            ratios = [loads[job.name, other].cost / cost for other in (BARE, FLASK)]
            cells += [f"{rate:,.0f}", f"{cost:.0f}", *(f"{ratio:.2f}" for ratio in ratios)]
        rows.append([name, *cells])
    head = [text for job in SERVED for text in (f"{job.name}, 1/s", "µs", f"of {BARE}", f"of {FLASK}")]
    return table(["framework", *head], rows)


def start_table(results: Results) -> str:
    """Return the milliseconds of the imports and the memory of a worker."""
    rows = []
    for name in PEERS:
        time, memory = results.imports.get(name, 0.0), results.memories[name]
        part = f"{time / results.imports[FLASK]:.2f}"
        rows.append([name, f"{time:.0f}", part, f"{memory.resident:.1f}", f"{memory.proportional:.1f}"])
    return table(["framework", "import, ms", f"of {FLASK}", "RSS, MiB", "PSS, MiB"], rows)
