"""The page about speed: the tables that a run of ``make bench`` fills."""

import platform
import re
import subprocess
import textwrap
from importlib.metadata import version
from typing import NamedTuple

from tests.bench.jobs import JOBS, Job
from tests.bench.peers import BARE, CORE, FLASK, LEFT_OUT, OURS, PEERS
from tests.bench.processes import ASKED, CONNECTIONS, PLAIN_JOBS, SECONDS, SERVED, Load, Memory, program
from tests.bench.steps import SAVINGS, STEPS, bars
from tests.bench.timing import TABLES, Times

LEVEL = 1.05  # a gap below 5 % is not a gap
REQUESTS = len(PLAIN_JOBS) * ASKED  # before the memory is read
REAL = " •"  # behind the name of a job that a real application has

INTRODUCTION = f"""# Speed

This page shows the cost of a request: by hand, in the core, with `speed/`, and in other frameworks. `make bench` measures
everything in one run on one machine. It times every application {{rounds}} times in every job. Each round has another
order, and the tables show the median. Your numbers will differ, so look at the ratios. **A gap below 5 % is not a gap**:
two runs of the same code can differ as much.

Versions: {{versions}}.

"{BARE}" is a callable without a framework. It does not have a table of rules or a limit for the body, and its only error
is 404. A request cannot cost less. "{CORE}" is `wsgi_apps.application.App`: layers 0 to 3 of wsgi_apps, on the standard
library alone. It is written for its readers. The App of `from wsgi_apps import App` is derived from it, and adds the
extensions and `speed/`.
"""
STORY = """## What each step costs

The smallest job is hello: the framework finds a rule, and its view returns a constant text. By hand, it takes
{by_hand:.2f} µs. In the core it takes {core:.2f} µs, which is {times:.0f} times as long.

To see where the time goes, the benchmark replaces all steps of the core by stubs. Then it puts the steps back one by one,
in the order in which they happen. The cost of a step is the time that a request takes longer with it.

![What each step of the core adds to hello, and what speed/ takes off](steps.svg)

| step of the core | what happens in it | µs |
| --- | --- | ---: |
{steps}

Each step is a method that you can read and override. A step without hooks still costs a call. The other steps do work that
only some requests need: they search a tree of rules, and they make a Response that a hook could change.

## What speed/ saves

[`speed/`](../wsgi_apps/speed/) stands beside the core and overrides some of its steps. It does the usual work directly,
and leaves the rest to the core. The table adds its parts one by one:

| part | what it does | µs |
| --- | --- | ---: |
{savings}

With all parts, hello takes {ours:.2f} µs; in the core it takes {core:.2f} µs. The responses are the same, byte for byte, and
so are the errors: a test makes random applications and requests, and compares both. The price is that there is more code
to read. You can leave `speed/` out. One line in `flask_api.py` imports it: let that line import the core's App, and the core
does all the work.
"""
THE_JOBS = f"""## The jobs and the applications

![What a request costs in each framework, in {len(JOBS)} jobs and two tables of rules](speed.svg)

All applications are in `tests/bench/peers`. Each is written as the documentation of its framework teaches. Before the
benchmark times an application, it checks the response to every job: the status, the body, and the header if the job sets
one.

| job | request and response |
| --- | --- |
{{jobs}}

The jobs without a mark are the usual ones of a benchmark, and as plain as possible. A real application also has the jobs
with the mark {REAL.strip()}: a browser sends cookies that other pages have set, a hook looks at every response, a name is not
ASCII, a rule begins with a variable, a view returns more than a text, and an error has a custom page.

{{left_out}}

The tables below differ in the number of other rules. These rules are of two kinds in turn, `/shelf0/list` and
`/shelf1/<name>`. Half of them are registered before the rules of the jobs, and half after them.
"""
OWN = (
    "The hooks, the rule that begins with a variable, and the handler are in separate applications, so they do not slow "
    "the other jobs down."
)
#: What the jobs are, by their names.
MEANINGS = {
    "hello": "a constant text",
    "two string variables": "a text with two variables from the path",
    "int/string/int, JSON out": "the sum of two integers in the path, as JSON",
    "JSON body": "a name from a JSON body, as JSON",
    "form body": "two fields of a form, in ASCII",
    "query and header, JSON out": "a query argument and a header, as JSON",
    "not found": "a path that no rule matches",
    "hello, cookie": "hello, with two cookies that the application does not read",
    "hello, hook": "hello, with a hook after every request that returns the response as it is",
    "hello, hook sets header": "hello, with a hook that sets `X-Frame-Options`",
    "form body, Korean": "the form with 종현 in a field, percent-encoded",
    "not found below a variable": 'the path of "not found", with the rule `/<shop>/cart/<item>` in the table',
    "body, status and header": "a text with the status 201 and a header; in Flask a tuple",
    "JSON response object": "a response object that holds a value as JSON; in Flask from `jsonify`",
    "redirect": "302 to another path",
    "404 by an error handler": "a path that no rule matches; the application's own handler for 404 responds",
}
TIME = """## A request, with {count} other rules in the table

The table shows microseconds of the processor: the median of {rounds} rounds, without the cost of measuring. The lowest value
of all frameworks is bold, and so are values less than 5 % above it. {real} marks the jobs of a real application.

{table}
"""
RATIO = """## wsgi_apps beside the others

The table compares wsgi_apps with the quickest other framework, with the core alone, and with Flask. Each number is the
time of the other one, divided by the time of wsgi_apps. Above 1, wsgi_apps is quicker. Below 1, the other one is quicker.
From 0.95 to 1.05, there is no gap. The last column, growth, is the time of wsgi_apps with 1,000 other rules, divided by
its time without other rules.

{table}

wsgi_apps spends its time on the following work. You import the name `request`, so every request sets a ContextVar, and
every use of the name looks it up. wsgi_apps reads a path as UTF-8. It does not read a body past its length or its limit,
and it counts the fields of a form. It refuses text that is not JSON. For an error, it sends a page that says what to send
instead. Hooks and handlers may run around every view.
"""
SERVER = f"""## On uWSGI

`wrk` sends requests to uWSGI over loopback. It uses {CONNECTIONS} connections at a time, and opens a new one for every
request. uWSGI runs with `ini/uwsgi.ini`, one worker and without a log of requests. There are no other rules.

The first table shows the microseconds of the processor that a request costs the worker: the median of {{rounds}} runs of
{SECONDS} s. The second number of each pair is the time by hand, divided by the time of this framework. At 1.00, the framework
does not add any cost. The connections and the server cost several times as much as the application, so the frameworks
differ less here.

{{costs}}

The second table shows the requests per second: the median of the same runs. It says less about the frameworks. `wrk` has
to open a new connection for every request, too. If `wrk` is slower than the worker, the worker waits for it.

{{rates}}
"""
START = f"""## Start time and memory

The column "import" shows the time for the imports at the beginning of the application's file, in milliseconds of the
processor: the median of {{rounds}} runs. The other columns show the memory of a worker on uWSGI after {REQUESTS} requests, in
MiB. PSS divides shared memory among the processes that share it: here, the worker and uWSGI's master. RSS counts all of it
for each process.

{{table}}
"""


class Rounds(NamedTuple):
    """How often a run has measured the ``jobs`` in its own process, those on the ``server``, and the ``imports``."""

    jobs: int
    server: int
    imports: int


class Results(NamedTuple):
    """What a run has measured, how often, and of which ``versions``, a list as text."""

    times: Times
    rounds: Rounds
    loads: dict[tuple[str, str], Load]
    imports: dict[str, float]
    memories: dict[str, Memory]
    versions: str
    steps: dict[str, float]


def page(results: Results) -> str:
    """Return the page in Markdown."""
    rounds, times = results.rounds, results.times
    sections = [
        INTRODUCTION.format(versions=results.versions, rounds=rounds.jobs),
        story(results.steps),
        THE_JOBS.format(jobs=meanings(), left_out=left_out()),
        *(
            TIME.format(count=f"{count:,}", rounds=rounds.jobs, real=REAL.strip(), table=time_table(times, count))
            for count in TABLES
        ),
        RATIO.format(table=ratio_table(times)),
        SERVER.format(rounds=rounds.server, costs=cost_table(results.loads), rates=rate_table(results.loads)),
        START.format(rounds=rounds.imports, table=start_table(results)),
    ]
    return "\n".join(sections)


def story(steps: dict[str, float]) -> str:
    """Return the section that says what each step costs, and what ``speed/`` takes off again."""
    costs = {bar.name: f"{bar.cost:+.2f}".replace("-", "−") for bar in bars(steps)}
    return STORY.format(
        by_hand=steps[BARE],
        core=(core := steps[STEPS[-1].name]),
        times=core / steps[BARE],
        ours=steps[list(SAVINGS)[-1]],
        steps="\n".join(f"| `{step.name}` | {step.says} | {costs[step.name]} |" for step in STEPS),
        savings="\n".join(f"| {name} | {says} | {costs[name]} |" for name, says in SAVINGS.items()),
    )


def versions() -> str:
    """Return the names and versions of what is measured."""
    named = [f"{name} {version(peer.package)}" for name, peer in PEERS.items() if peer.package]
    wrk = subprocess.run([program("wrk"), "--version"], capture_output=True, text=True).stdout
    found = re.search(r"wrk \D*([\d.]+)", wrk)
    return f"Python {platform.python_version()}, uWSGI {version('uwsgi')}, wrk {found[1]}, {', '.join(named)}"


def meanings() -> str:
    """Return the rows of the table that says what the jobs are."""
    return "\n".join(f"| {label(job)} | {MEANINGS[job.name]} |" for job in JOBS)


def label(job: Job) -> str:
    """Return the name of a job, with the mark of those that a real application has."""
    return job.name + REAL * job.is_real


def left_out() -> str:
    """Return the paragraph that says which peer does not do a job, and why."""
    sentences = [f'{name} is left out of "{job}": {reason}.' for (name, job), reason in LEFT_OUT.items()]
    return textwrap.fill(" ".join([OWN, *sentences]), 120, break_on_hyphens=False)


def table(head: list[str], rows: list[list[str]]) -> str:
    """Return a table in Markdown."""
    lines = [head, ["---", *["---:"] * (len(head) - 1)], *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def time_table(times: Times, count: int) -> str:
    """Return the microseconds of every job and peer."""
    return table(["job", *PEERS], [[label(job), *time_cells(times, count, job)] for job in JOBS])


def time_cells(times: Times, count: int, job: Job) -> list[str]:
    """Return the microseconds of a job by peer; in bold those of the quickest frameworks."""
    rounded = {name: round(times[count, job.name, name], 2) for name in PEERS if (count, job.name, name) in times}
    bound = LEVEL * min(time for name, time in rounded.items() if name != BARE)
    cells = []
    for name in PEERS:
        cell = f"{rounded[name]:.2f}" if name in rounded else "–"
        cells.append(f"**{cell}**" if name != BARE and name in rounded and rounded[name] < bound else cell)
    return cells


def ratio_table(times: Times) -> str:
    """Return how far the others are behind, or ahead where the number is below 1."""
    head = [f"{name}, {count:,} rules" for count in TABLES for name in ("quickest other", CORE, FLASK)]
    rows = []
    for job in JOBS:
        cells = []
        for count in TABLES:
            ours = times[count, job.name, OURS]
            name = quickest_other(times, count, job)
            cells += [
                f"{times[count, job.name, name] / ours:.2f} ({name})",
                *(f"{times[count, job.name, other] / ours:.1f}" for other in (CORE, FLASK)),
            ]
        growth = times[TABLES[1], job.name, OURS] / times[TABLES[0], job.name, OURS]
        rows.append([label(job), *cells, f"{growth:.2f}"])
    return table(["job", *head, "growth"], rows)


def quickest_other(times: Times, count: int, job: Job) -> str:
    """Return the name of the framework that is the quickest besides ours."""
    able = [name for name in PEERS if name not in (BARE, OURS, CORE) and (count, job.name, name) in times]
    return min(able, key=lambda name: times[count, job.name, name])


def cost_table(loads: dict[tuple[str, str], Load]) -> str:
    """Return what a request costs a worker, and how that relates to the callable by hand."""
    rows = []
    for name in PEERS:
        cells = []
        for job in SERVED:
            cost = loads[job.name, name].cost
            cells += [f"{cost:.1f}", f"{loads[job.name, BARE].cost / cost:.2f}"]
        rows.append([name, *cells])
    return table(["framework", *(text for job in SERVED for text in (f"{job.name} (µs)", f"{BARE} ÷ it"))], rows)


def rate_table(loads: dict[tuple[str, str], Load]) -> str:
    """Return how many requests a second a worker answers."""
    rows = [[name, *(f"{loads[job.name, name].rate:,.0f}" for job in SERVED)] for name in PEERS]
    return table(["framework", *(job.name for job in SERVED)], rows)


def start_table(results: Results) -> str:
    """Return the milliseconds of the imports and the memory of a worker, and both as a part of Flask's."""
    rows = []
    for name in PEERS:
        time, memory = results.imports.get(name, 0.0), results.memories[name]
        pairs = [
            (f"{time:.0f}", time / results.imports[FLASK]),
            (f"{memory.proportional:.1f}", memory.proportional / results.memories[FLASK].proportional),
            (f"{memory.resident:.1f}", memory.resident / results.memories[FLASK].resident),
        ]
        rows.append([name, *(text for cell, part in pairs for text in (cell, f"{part:.2f}"))])
    head = [text for column in ("import, ms", "PSS, MiB", "RSS, MiB") for text in (column, f"of {FLASK}")]
    return table(["framework", *head], rows)
