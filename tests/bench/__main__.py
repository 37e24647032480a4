"""Measure and write ``docs/speed.md`` and ``docs/speed.svg``: ``python -m tests.bench``."""

from __future__ import annotations

import platform
import sys
from importlib.metadata import version
from pathlib import Path
from typing import Any

from tests.bench.jobs import JOBS
from tests.bench.measure import imports, requests_per_second, times
from tests.bench.peers import PACKAGES, TITLES

DOCS = Path(__file__).parents[2] / "docs"
COLOURS = ["#999999", "#1a7f37", "#0969da", "#bf8700", "#8250df", "#cf222e", "#57606a"]
INTRODUCTION = """\
# How fast

`make bench` measures wsgi_apps beside its peers, on the machine where it runs, and writes this page. Each framework does
seven jobs the way its own documentation shows, in a process of its own; an answer that is not right ends the run. A time is
the fastest of forty repetitions, the median of three runs, with what the asking costs subtracted. "By hand" is a callable
without any framework: it does the job and checks nothing.

{machine}

"""


WHERE_IT_STOPS = """\
## Where wsgi_apps is not the fastest

{lines}

What the microseconds are spent on: `request` as a name that can be imported (a ContextVar for each request, a look-up for each
use), a body that is read neither past its length nor past its limit, JSON that is refused where it is not JSON, and handlers
and hooks that may stand around every view. Leaving these out would be faster; writing them all into one long function would
be a little faster. Neither is wanted.

"""


def table(head: list[str], rows: list[list[str]]) -> str:
    """Return a table in Markdown."""
    lines = [head, ["---", *["---:"] * (len(head) - 1)], *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines) + "\n\n"


def job_table(results: dict[str, dict[str, Any]]) -> str:
    """Return the times of the jobs; the fastest framework of each job is bold."""
    best = {job: min(results[name]["times"][job] for name in TITLES if name != "bare") for job in JOBS}

    def cell(name: str, job: str) -> str:
        time = results[name]["times"][job]
        return f"**{time:.1f}**" if name != "bare" and time == best[job] else f"{time:.1f}"

    rows = [[TITLES[name], *(cell(name, job) for job in JOBS)] for name in TITLES]
    return table(["microseconds", *(job.title for job in JOBS.values())], rows)


def other_table(memory: dict[str, dict[str, Any]], import_times: dict[str, float], rates: dict[str, float]) -> str:
    """Return import time, memory and requests per second."""
    rows = [
        [
            TITLES[name],
            f"{import_times[name]:.0f}" if name in import_times else "",
            f"{memory[name]['memory']:.1f}",
            f"{rates[name]:,.0f}" if name in rates else "",
        ]
        for name in TITLES
    ]
    return table(["", "import (ms)", "memory (MiB)", "hello on uWSGI (requests/s)"], rows)


def not_first(results: dict[int, dict[str, dict[str, Any]]]) -> str:
    """Return which jobs another framework does faster, and what the difference is spent on."""
    lines = []
    for count, by_name in results.items():
        for job in JOBS:
            times = {name: by_name[name]["times"][job] for name in TITLES if name != "bare"}
            fastest = min(times, key=times.__getitem__)
            if fastest != "wsgi_apps":
                lines.append(
                    f"- {JOBS[job].title}, {count:,} other rules: {TITLES[fastest]} {times[fastest]:.1f}, wsgi_apps {times['wsgi_apps']:.1f}"
                )
    return WHERE_IT_STOPS.format(lines="\n".join(lines)) if lines else ""


def plot(results: dict[str, dict[str, Any]]) -> str:
    """Return the times as bars (SVG), one group a job, cut off at 60 microseconds."""
    width, height, most = 900, 320, 60.0
    group = width / len(JOBS)
    bar = group / (len(TITLES) + 1)
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height + 70}" font-family="sans-serif" font-size="12">'
    ]
    for place, job in enumerate(JOBS):
        for number, name in enumerate(TITLES):
            time = results[name]["times"][job]
            size = min(time, most) / most * height
            x = place * group + number * bar
            parts.append(
                f'<rect x="{x:.1f}" y="{height - size:.1f}" width="{bar * 0.9:.1f}" height="{size:.1f}" fill="{COLOURS[number]}">'
                f"<title>{TITLES[name]}, {JOBS[job].title}: {time:.1f} µs</title></rect>"
            )
        parts.append(f'<text x="{place * group:.1f}" y="{height + 18}">{JOBS[job].title}</text>')
    for number, name in enumerate(TITLES):
        parts.append(f'<rect x="{number * 125}" y="{height + 40}" width="12" height="12" fill="{COLOURS[number]}"/>')
        parts.append(f'<text x="{number * 125 + 18}" y="{height + 51}">{TITLES[name]}</text>')
    return "\n".join([*parts, "</svg>\n"])


def machine() -> str:
    """Return what was measured, on what."""
    versions = ", ".join(f"{TITLES[name]} {version(package)}" for name, package in PACKAGES.items())
    return f"Python {platform.python_version()} on {platform.system()} {platform.machine()}; {versions}; WebOb {version('webob')}."


def main() -> int:
    """Measure and write both files."""
    results = times()
    import_times, rates = imports(), requests_per_second()
    page = INTRODUCTION.format(machine=machine())
    for count, by_name in results.items():
        page += f"## With {count:,} other rules\n\n" + job_table(by_name)
    page += not_first(results)
    page += "![Time of each job with 1,000 other rules](speed.svg)\n\n## Import, memory, server\n\n"
    page += other_table(results[0], import_times, rates)
    DOCS.mkdir(exist_ok=True)
    (DOCS / "speed.md").write_text(page.rstrip() + "\n", encoding="utf-8")
    (DOCS / "speed.svg").write_text(plot(results[max(results)]), encoding="utf-8")
    print(page)
    return 0


if __name__ == "__main__":
    sys.exit(main())
