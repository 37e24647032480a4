"""Measure all frameworks, one after the other, in rounds."""

from __future__ import annotations

import json
import os
import re
import shutil
import socket
import subprocess
import sys
from pathlib import Path
from statistics import median
from time import sleep
from typing import Any

from tests.bench.jobs import JOBS
from tests.bench.peers import IMPORTS, TITLES

ROUNDS = 3
COUNTS = (0, 1000)
WRK_SECONDS = 3
IMPORT = "import time, warnings; warnings.simplefilter('ignore'); start = time.perf_counter(); import {}; print(time.perf_counter() - start)"


def python(*arguments: str) -> str:
    """Return what a Python of its own prints."""
    command = [sys.executable, "-W", "ignore", *arguments]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def times() -> dict[int, dict[str, dict[str, Any]]]:
    """Return for every number of other rules and every framework the times of the jobs and the memory."""
    rounds = [
        {
            (count, name): json.loads(python("-m", "tests.bench.worker", name, str(count)))
            for count in COUNTS
            for name in TITLES
        }
        for _ in range(ROUNDS)
    ]
    return {count: {name: middle([one[count, name] for one in rounds]) for name in TITLES} for count in COUNTS}


def middle(results: list[dict[str, Any]]) -> dict[str, Any]:
    """Return the medians of several results of one framework."""
    return {
        "times": {job: median(result["times"][job] for result in results) for job in JOBS},
        "memory": median(result["memory"] for result in results),
    }


def imports() -> dict[str, float]:
    """Return how long each import takes (milliseconds): the fastest of nine, with the byte code compiled before."""
    return {
        name: min(float(python("-c", IMPORT.format(module))) for _ in range(9)) * 1e3
        for name, module in IMPORTS.items()
    }


def requests_per_second() -> dict[str, float]:
    """Return what each framework answers on uWSGI, one process, asked by wrk for hello; nothing if there is no wrk."""
    if shutil.which("wrk") is None:
        return {}
    return {name: under_wrk(name) for name in TITLES}


def under_wrk(name: str) -> float:
    """Return how many requests a second uWSGI answers with one framework."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    uwsgi = shutil.which("uwsgi", path=f"{Path(sys.executable).parent}:{os.environ['PATH']}") or "uwsgi"
    command = [
        uwsgi,
        "--http-socket",
        f"127.0.0.1:{port}",
        "--module",
        "tests.bench.served",
        "--need-app",
        "--disable-logging",
    ]
    environment = os.environ | {"BENCH": name, "PYTHONWARNINGS": "ignore"}
    server = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        wait_for(port)
        url = f"http://127.0.0.1:{port}/hello"
        rates = [rate(["wrk", "-t1", "-c8", f"-d{WRK_SECONDS}s", url]) for _ in range(ROUNDS)]
        return median(rates)
    finally:
        server.kill()
        server.wait()


def wait_for(port: int) -> None:
    """Wait until somebody listens. Raises TimeoutError after ten seconds."""
    for _ in range(200):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        sleep(0.05)
    raise TimeoutError(f"nobody listens at {port}")


def rate(command: list[str]) -> float:
    """Return the requests a second that wrk counts."""
    said = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    found = re.search(r"Requests/sec:\s*([\d.]+)", said)
    assert found, said
    return float(found[1])
