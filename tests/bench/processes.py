"""What is measured in processes of their own: a server's throughput and memory, and the time of an import."""

import compileall
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from http.client import HTTPConnection
from itertools import product
from pathlib import Path
from statistics import median
from typing import NamedTuple

from tests.bench.jobs import JOBS, Job
from tests.bench.peers import PEERS, module_name

ROOT = Path(__file__).parents[2]
SCRIPT = Path(__file__).with_name("request.lua")
HOST = "127.0.0.1"
SERVED = [JOBS[0], JOBS[3]]  # hello and a JSON body
CONNECTIONS, SECONDS, ROUNDS = 8, 1, 5  # of wrk; a round is one second of every peer and job
IMPORTS = 15
CLOCK = "import time; begin = time.process_time(); {statement}; print(time.process_time() - begin)"


class Server(NamedTuple):
    """A peer that uWSGI serves at a ``port``; ``process`` is uWSGI's master."""

    process: "subprocess.Popen[bytes]"
    port: int

    @property
    def worker(self) -> str:
        """The number (str) of the process that answers."""
        pid = self.process.pid
        return Path(f"/proc/{pid}/task/{pid}/children").read_text().split()[0]


class Load(NamedTuple):
    """What a worker does: requests a second, and microseconds of the processor that one costs it."""

    rate: float
    cost: float


class Memory(NamedTuple):
    """What a worker holds (MiB): ``resident`` with, ``proportional`` less what it shares with others."""

    resident: float
    proportional: float


def program(name: str) -> str:
    """Return the path (str) of a program, the one beside this Python first. Raises SystemExit if there is none."""
    beside = Path(sys.executable).with_name(name)
    found = str(beside) if beside.exists() else shutil.which(name)
    return found or sys.exit(f"{name} is not installed: `make bench` does it.")


def pinned(processor: int) -> list[str]:
    """Return the words (list of str) that keep a command on one of two processors, none where there is only one."""
    enough = len(os.sched_getaffinity(0)) > 1 and shutil.which("taskset")
    return ["taskset", "--cpu-list", str(sorted(os.sched_getaffinity(0))[processor])] if enough else []


def free_port() -> int:
    """Return a port (int) that nobody listens on."""
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])


@contextmanager
def served(name: str) -> Iterator[Server]:
    """Serve a peer with ini/uwsgi.ini, one worker; end it afterwards."""
    port = free_port()
    ports = {"WSGI_APPS_HTTP": f"{HOST}:{port}", "WSGI_APPS_SOCKET": f"{HOST}:{free_port()}"}
    words = [program("uwsgi"), "--ini", "ini/uwsgi.ini", "--disable-logging", "--module", f"{module_name(name)}:make()"]
    process = subprocess.Popen(
        [*pinned(0), *words], cwd=ROOT, env=os.environ | ports, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        wait_for(port, process)
        yield Server(process, port)
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(15)


def wait_for(port: int, process: "subprocess.Popen[bytes]") -> None:
    """Return once somebody listens at the ``port``. Raises RuntimeError if the ``process`` ends or takes long."""
    for _ in range(200):
        if process.poll() is not None:
            break
        with socket.socket() as probe:
            if probe.connect_ex((HOST, port)) == 0:
                return
        time.sleep(0.05)
    raise RuntimeError(f"{process.args} does not listen at {port}")


def ask(port: int, job: Job) -> tuple[int, bytes]:
    """Return the status (int) and the body (bytes) of a job's answer from a server."""
    connection = HTTPConnection(HOST, port, timeout=10)
    url = f"{job.path}?{job.query}" if job.query else job.path
    headers = {"User-Agent": "curl/8"} | ({"Content-Type": job.content_type} if job.content_type else {})
    connection.request(job.method, url, job.body or None, headers)
    answer = connection.getresponse()
    body = answer.read()
    connection.close()
    return answer.status, body


def load(server: Server, job: Job) -> Load:
    """Return what the worker does under wrk. Raises RuntimeError for an answer that is no 200."""
    request = {"BENCH_METHOD": job.method, "BENCH_BODY": job.body.decode(), "BENCH_TYPE": job.content_type}
    words = ["--threads", "1", "--connections", str(CONNECTIONS), "--duration", f"{SECONDS}s", "--script", str(SCRIPT)]
    before = processor_time(server.worker)
    done = subprocess.run(
        [*pinned(1), program("wrk"), *words, f"http://{HOST}:{server.port}{job.path}"],
        env=os.environ | request, capture_output=True, text=True, check=True,
    )  # fmt: skip
    taken = processor_time(server.worker) - before
    found = re.search(r"(\d+) requests in .*Requests/sec:\s*([\d.]+)", done.stdout, re.DOTALL)
    if found is None or "Non-2xx" in done.stdout:
        raise RuntimeError(done.stdout)
    return Load(float(found[2]), taken / int(found[1]) * 1e6)


def processor_time(pid: str) -> float:
    """Return the seconds that a process (its number, str) has had of the processor, in itself and in the kernel."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def loads() -> dict[tuple[str, str], Load]:
    """Return what the worker did by job and peer; the peers take turns. What else runs can only take away requests."""
    samples: dict[tuple[str, str], list[Load]] = {(job.name, name): [] for job in SERVED for name in PEERS}
    with ExitStack() as stack:
        servers = {name: stack.enter_context(served(name)) for name in PEERS}
        for _, job, name in product(range(ROUNDS), SERVED, PEERS):
            samples[job.name, name].append(load(servers[name], job))
    return {
        key: Load(max(one.rate for one in several), median(one.cost for one in several))
        for key, several in samples.items()
    }


def memory(name: str) -> Memory:
    """Return what a worker of a peer holds after every job was done twenty times."""
    with served(name) as server:
        for job in JOBS * 20:
            ask(server.port, job)
        lines = Path(f"/proc/{server.worker}/smaps_rollup").read_text()
    sizes = {key: int(size) / 1024 for key, size in re.findall(r"^(Rss|Pss):\s+(\d+) kB", lines, re.MULTILINE)}
    return Memory(sizes["Rss"], sizes["Pss"])


def memories() -> dict[str, Memory]:
    """Return what a worker of every peer holds."""
    return {name: memory(name) for name in PEERS}


def imports() -> dict[str, float]:
    """Return the median milliseconds of the processor that the imports of a peer's file take in a fresh Python."""
    samples: dict[str, list[float]] = {name: [] for name, peer in PEERS.items() if peer.imports}
    compileall.compile_dir(ROOT / "wsgi_apps", quiet=1)  # as pip has done for the others
    for _, name in product(range(IMPORTS), samples):
        samples[name].append(import_time(PEERS[name].imports))
    return {name: median(times) for name, times in samples.items()}


def import_time(statement: str) -> float:
    """Return the milliseconds (float) that an import (str, the statement) takes in a fresh Python."""
    done = subprocess.run(
        [sys.executable, "-c", CLOCK.format(statement=statement)], cwd=ROOT, capture_output=True, check=True
    )
    return float(done.stdout) * 1000
