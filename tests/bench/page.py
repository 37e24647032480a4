"""The page about speed: the tables that a run of ``make bench`` fills."""

import platform
import re
import subprocess
from importlib.metadata import version
from typing import NamedTuple

from tests.bench.jobs import JOBS
from tests.bench.peers import BARE, FLASK, OURS, PEERS
from tests.bench.processes import CONNECTIONS, IMPORTS, ROUNDS, SECONDS, SERVED, Memory, program
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

How many times longer the quickest other framework and Flask take, and how a request grows with 1,000 other rules.

{table}
"""
SERVER = f"""## On uWSGI

Requests a second, the best of {ROUNDS} runs of {SECONDS} s by `wrk` with {CONNECTIONS} connections over loopback, a new one for every request:
uWSGI with `ini/uwsgi.ini`, one worker, no log of requests. The server and the connections cost much more than the
application here, so the frameworks differ less: none can be quicker than the callable by hand.

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
    throughputs: dict[tuple[str, str], float]
    imports: dict[str, float]
    memories: dict[str, Memory]
    versions: str


def page(results: Results) -> str:
    """Return the page (str, Markdown)."""
    sections = [
        INTRODUCTION.format(versions=results.versions),
        *(TIME.format(count=f"{count:,}", table=time_table(results.times, count)) for count in TABLES),
        RATIO.format(table=ratio_table(results.times)),
        SERVER.format(table=server_table(results.throughputs)),
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


def server_table(throughputs: dict[tuple[str, str], float]) -> str:
    """Return the requests a second, and what part they are of those of the callable by hand."""
    rows = []
    for name in PEERS:
        cells = []
        for job in SERVED:
            rate = throughputs[job.name, name]
            cells += [
                f"{rate:,.0f}",
                f"{rate / throughputs[job.name, BARE]:.2f}",
                f"{rate / throughputs[job.name, FLASK]:.2f}",
            ]
        rows.append([name, *cells])
    head = [text for job in SERVED for text in (job.name, f"of {BARE}", f"of {FLASK}")]
    return table(["framework", *head], rows)


def start_table(results: Results) -> str:
    """Return the milliseconds of the imports and the memory of a worker."""
    rows = []
    for name in PEERS:
        time, memory = results.imports.get(name, 0.0), results.memories[name]
        part = f"{time / results.imports[FLASK]:.2f}"
        rows.append([name, f"{time:.0f}", part, f"{memory.resident:.1f}", f"{memory.proportional:.1f}"])
    return table(["framework", "import, ms", f"of {FLASK}", "RSS, MiB", "PSS, MiB"], rows)
