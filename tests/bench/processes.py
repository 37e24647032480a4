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
from random import Random
from statistics import median
from typing import NamedTuple

from tests.bench.jobs import JOBS, PLAIN, Job, job_named
from tests.bench.peers import PEERS

ROOT = Path(__file__).parents[2]
SCRIPT = Path(__file__).with_name("request.lua")
HOST = "127.0.0.1"
SERVED = [job_named(name) for name in ("hello", "JSON body", "hello, hook", "hello, cookie")]
#: Of wrk; so many connections that a worker always has a request to do. A round is one second of every peer and job.
CONNECTIONS, SECONDS, ROUNDS = 32, 1, 5
IMPORTS = 15
ASKED = 20  # how often every job is done before the memory is read
PLAIN_JOBS = [job for job in JOBS if job.extra == PLAIN]
CLOCK = "import time; begin = time.process_time(); {statement}; print(time.process_time() - begin)"


class Server(NamedTuple):
    """A peer that uWSGI serves at a ``port``; ``process`` is uWSGI's master."""

    process: "subprocess.Popen[bytes]"
    port: int

    @property
    def worker(self) -> str:
        """The number of the process that answers."""
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
    """Return the path of a program, the one beside this Python first. Raises SystemExit if there is none."""
    beside = Path(sys.executable).with_name(name)
    found = str(beside) if beside.exists() else shutil.which(name)
    return found or sys.exit(f"{name} is not installed: `make bench` does it.")


def pinned(processor: int) -> list[str]:
    """Return the words that keep a command on one of two processors, none where there is only one."""
    enough = len(os.sched_getaffinity(0)) > 1 and shutil.which("taskset")
    return ["taskset", "--cpu-list", str(sorted(os.sched_getaffinity(0))[processor])] if enough else []


def free_port() -> int:
    """Return a port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])


@contextmanager
def served(name: str, extra: str = PLAIN) -> Iterator[Server]:
    """Serve a peer's application with ini/uwsgi.ini, one worker; end it afterwards."""
    port = free_port()
    ports = {"WSGI_APPS_HTTP": f"{HOST}:{port}", "WSGI_APPS_SOCKET": f"{HOST}:{free_port()}"}
    named = {"BENCH_PEER": name, "BENCH_EXTRA": extra}
    words = [program("uwsgi"), "--ini", "ini/uwsgi.ini", "--disable-logging", "--module", "tests.bench.served"]
    process = subprocess.Popen(
        [*pinned(0), *words],
        cwd=ROOT, env=os.environ | ports | named, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        wait_for(port, process)
        ask(port, JOBS[0])  # it listens before there is a worker: the first response says that there is one
        yield Server(process, port)
    finally:
        end(process)


def end(process: "subprocess.Popen[bytes]") -> None:
    """End a server, by force if it does not end when it is asked to; its workers end with it."""
    process.send_signal(signal.SIGTERM)
    try:
        process.wait(15)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


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
    """Return the status and the body of a server's response to a job."""
    connection = HTTPConnection(HOST, port, timeout=60)
    url = f"{job.path}?{job.query}" if job.query else job.path
    headers = {"User-Agent": "curl/8", "Content-Type": job.content_type, "Cookie": job.cookie}
    sent = {name: value for name, value in headers.items() if value}
    connection.request(job.method, url, job.body or None, sent)
    answer = connection.getresponse()
    body = answer.read()
    connection.close()
    return answer.status, body


def load(server: Server, job: Job) -> Load:
    """Return what the worker does under wrk. Raises RuntimeError for a response that is not 200."""
    request = {
        "BENCH_METHOD": job.method,
        "BENCH_BODY": job.body.decode(),
        "BENCH_TYPE": job.content_type,
        "BENCH_COOKIE": job.cookie,
    }
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
    """Return the seconds that a process of one thread has had of the processor, in itself and in the kernel."""
    return int(Path(f"/proc/{pid}/schedstat").read_text().split()[0]) / 1e9  # the kernel counts nanoseconds


def loads(rounds: int = ROUNDS) -> dict[tuple[str, str], Load]:
    """Return what the worker did by job and peer; the peers take turns."""
    samples: dict[tuple[str, str], list[Load]] = {(job.name, name): [] for job in SERVED for name in PEERS}
    with ExitStack() as stack:
        made = dict.fromkeys((name, job.extra) for name in PEERS for job in SERVED)
        servers = {key: stack.enter_context(served(*key)) for key in made}
        for job, name in turns(rounds):
            samples[job.name, name].append(load(servers[name, job.extra], job))
    return {
        key: Load(median(one.rate for one in several), median(one.cost for one in several))
        for key, several in samples.items()
    }


def turns(rounds: int) -> Iterator[tuple[Job, str]]:
    """Yield every job and peer, in another order every round."""
    random, pairs = Random(1), list(product(SERVED, PEERS))
    for _ in range(rounds):
        yield from random.sample(pairs, len(pairs))


def memory(name: str) -> Memory:
    """Return what a worker of a peer holds after every job of the plain application was done ``ASKED`` times."""
    with served(name) as server:
        for job in PLAIN_JOBS * ASKED:
            ask(server.port, job)
        lines = Path(f"/proc/{server.worker}/smaps_rollup").read_text()
    sizes = {key: int(size) / 1024 for key, size in re.findall(r"^(Rss|Pss):\s+(\d+) kB", lines, re.MULTILINE)}
    return Memory(sizes["Rss"], sizes["Pss"])


def memories() -> dict[str, Memory]:
    """Return what a worker of every peer holds."""
    return {name: memory(name) for name in PEERS}


def imports(rounds: int = IMPORTS) -> dict[str, float]:
    """Return the median milliseconds of the processor that the imports of a peer's file take in a fresh Python."""
    samples: dict[str, list[float]] = {name: [] for name, peer in PEERS.items() if peer.imports}
    compileall.compile_dir(ROOT / "wsgi_apps", quiet=1)  # as pip has done for the others
    for _, name in product(range(rounds), samples):
        samples[name].append(import_time(PEERS[name].imports))
    return {name: median(times) for name, times in samples.items()}


def import_time(statement: str) -> float:
    """Return the milliseconds that an import, a statement, takes in a fresh Python."""
    done = subprocess.run(
        [sys.executable, "-c", CLOCK.format(statement=statement)], cwd=ROOT, capture_output=True, check=True
    )
    return float(done.stdout) * 1000
