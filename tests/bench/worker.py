"""Measure one framework in a process of its own: ``python -m tests.bench.worker NAME COUNT`` prints JSON."""

from __future__ import annotations

import json
import sys
import warnings
from pathlib import Path
from timeit import repeat
from typing import Any

from tests.bench import peers
from tests.bench.jobs import JOBS, asker, check

SECONDS = 0.01  # about how long one repetition takes
REPETITIONS = 40


def nothing(environ: dict[str, Any], start_response: Any) -> list[bytes]:
    """Answer without doing anything: what the asking itself costs."""
    start_response("200 OK", [])
    return []


def microseconds(application: Any, name: str) -> float:
    """Return how long a job takes: the fastest of many repetitions, which is what a quiet machine would show."""
    ask = asker(application, JOBS[name])
    number = max(int(SECONDS / min(repeat(ask, number=3, repeat=3)) * 3), 3)
    return min(repeat(ask, number=number, repeat=REPETITIONS)) / number * 1e6


def resident() -> float:
    """Return how much memory this process has (MiB)."""
    lines = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
    return next(int(line.split()[1]) / 1024 for line in lines if line.startswith("VmRSS"))


def main(framework: str, count: int) -> dict[str, Any]:
    """Return the times of all jobs (microseconds, the asking subtracted) and the memory (MiB)."""
    application = getattr(peers, framework)(count)
    for name in JOBS:
        check(application, name)
    memory = resident()
    times = {name: microseconds(application, name) - microseconds(nothing, name) for name in JOBS}
    return {"times": times, "memory": memory}


if __name__ == "__main__":
    warnings.simplefilter("ignore")
    print(json.dumps(main(sys.argv[1], int(sys.argv[2]))))
