"""The faults: each is made on purpose, proves that it happened, and gives the figures of what came of it.

A fault takes a folder and ``times``, how much of it there is, and returns a ``Finding``; ``SHORT`` is for every test run,
``LONG`` for ``make faults``.
"""

from __future__ import annotations

import json
import os
import signal
import socket
import sqlite3
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from statistics import median
from urllib.parse import urlsplit

from tests.servers.faults import servers
from tests.servers.faults.load import Load, Told, ask, value
from tests.servers.faults.of_the_cluster import in_a_network_of_its_own
from tests.support.servers import ROOT
from tests.support.stores import STORES

COUNTER = "examples.lab20_state_outside.raw"
SLOW = "tests.servers.faults.slow_app"
MIXED = "tests.servers.faults.mixed_app"
SHORT, LONG = "short", "long"


@dataclass
class Finding:
    """What came of a fault: the proof that it happened, the figures, and what was promised and did not hold."""

    proof: str
    figures: dict[str, object]
    broken: list[str] = field(default_factory=list)

    def promise(self, held: bool, sentence: str) -> None:
        """Note a promise that did not hold."""
        if not held:
            self.broken.append(sentence)


@dataclass(frozen=True)
class Fault:
    """A fault: what is done, what is promised, and the functions of its variants."""

    name: str
    promise: str
    variants: dict[str, Callable[[Path, str], Finding]]


def tally(load: Load, stored: int) -> dict[str, object]:
    """Return what clients were told beside what is stored."""
    counts = load.acknowledged
    return {
        "acknowledged": len(counts),
        "stored": stored,
        "lost": len(set(counts) - set(range(1, stored + 1))) + max(0, len(counts) - stored),
        "twice": len(counts) - len(set(counts)),
        "failed": len(load.failed),
    }


def nothing_lost(finding: Finding) -> Finding:
    figures = finding.figures
    finding.promise(figures["lost"] == 0, "an acknowledged increment is lost")
    finding.promise(figures["twice"] == 0, "a count was given twice")
    finding.promise(figures["stored"] <= figures["acknowledged"] + figures["failed"], "something was counted twice")
    return finding


# --- a worker killed ---


def killed_workers(store_name: str) -> Callable[[Path, str], Finding]:
    def fault(folder: Path, size: str) -> Finding:
        kills = []
        with (
            STORES[store_name]() as store,
            servers.uwsgi(COUNTER, folder, "--threads=2", COUNTER_URL=store.url) as server,
            Load(server.url, clients=8) as load,
        ):
            for _ in range({SHORT: 3, LONG: 20}[size]):
                load.more(20)
                kills.append(server.kill_a_worker())
            load.more(20)
            load.__exit__()
            finding = Finding(
                f"{len({new for _, new in kills})} new processes in place of {len({old for old, _ in kills})}",
                {"kills": len(kills), **tally(load, value(server.url))},
            )
        finding.promise(finding.figures["failed"] <= 8 * len(kills), "requests failed that were in no killed worker")
        return nothing_lost(finding)

    return fault


# --- reloads ---


def reload_uwsgi(folder: Path, size: str) -> Finding:
    fifo = folder / "master.fifo"
    with servers.uwsgi(COUNTER, folder, "--lazy-apps", "--master-fifo", str(fifo), **sqlite_in(folder)) as server:
        return reloaded(
            server, size, lambda: fifo.write_text("c"), lambda: server.log.count("chain reloading complete")
        )


def reload_gunicorn(folder: Path, size: str) -> Finding:
    with servers.gunicorn(COUNTER + ":application", folder, **sqlite_in(folder)) as server:
        hup = partial(server.master.send_signal, signal.SIGHUP)
        return reloaded(server, size, hup, lambda: server.log.count("Handling signal: hup"))


def sqlite_in(folder: Path) -> dict[str, str]:
    return {"COUNTER_URL": f"sqlite:///{folder}/counter.db"}


def reloaded(server: servers.Victim, size: str, reload: Callable[[], object], done: Callable[[], int]) -> Finding:
    """Reload a server under load, again and again; its log says how many reloads are done."""
    seen: list[set[int]] = [server.workers()]
    took = []
    with Load(server.url) as load:
        for _ in range({SHORT: 2, LONG: 20}[size]):
            load.more(20)
            before = server.workers()
            start = time.monotonic()
            reload()
            load.until(lambda before=before: server.all_new(before) and done() > len(took), "all workers are new")
            took.append(time.monotonic() - start)
            seen.append(server.workers())
        load.more(20)
        load.__exit__()
        stored = value(server.url)
    processes = len(set().union(*seen))
    figures = {"reloads": len(took), **tally(load, stored), "seconds for a reload": round(median(took), 2)}
    finding = Finding(f"{processes} processes in {len(took)} reloads of {server.workers_wanted} workers", figures)
    finding.promise(processes == (len(took) + 1) * server.workers_wanted, "a worker was not replaced")
    finding.promise(not load.failed, f"requests failed: {load.failed[:3]}")
    return nothing_lost(finding)


# --- an orderly end ---


def drained(start: Callable[..., object], module: str) -> Callable[[Path, str], Finding]:
    def fault(folder: Path, size: str) -> Finding:
        with start(module, folder) as server, ThreadPoolExecutor() as pool:
            waiting = [pool.submit(ask, server.url, "GET", "/long") for _ in range(2)]
            time.sleep(0.3)  # seconds: the requests are with the workers by now
            inside = [one for one in waiting if not one.done()]
            server.master.send_signal(signal.SIGTERM)
            answers = [one.result() for one in waiting]
            status = server.master.wait(20)
            refused = ask(server.url, "GET", "/page", 2)
        finding = Finding(
            f"the server ended with status {status}",
            {"in progress": len(inside), "answered": 0, "after the end": refused.failure},
        )
        finding.figures["answered"] = sum(told.status == 200 for told in answers)
        finding.promise(len(inside) == 2, "no request was in hand when the server was told to end")
        finding.promise(finding.figures["answered"] == 2, f"a request in hand was cut off: {answers}")
        finding.promise(refused.failure == "ConnectionRefusedError", "it still listens")
        return finding

    return fault


# --- slow clients ---


def slow_client(folder: Path, size: str) -> Finding:
    """One slow client, one worker; another client comes: when is it answered?"""
    figures: dict[str, object] = {}
    with servers.uwsgi(SLOW, folder / "direct", processes=1) as direct:
        figures["without nginx"] = kept_waiting(direct.url)
    with servers.behind_nginx(SLOW, folder / "nginx", "ini/overload.conf") as server:
        figures["with nginx"] = kept_waiting(server.url)
    finding = Finding("a body of 10 bytes stayed unfinished", figures)
    finding.promise(figures["without nginx"] == "waits for the slow client", "the slow client did not hold the worker")
    finding.promise(figures["with nginx"] == "answered at once", "the slow client held the worker behind nginx")
    return finding


def kept_waiting(url: str) -> str:
    """Say whether a second client is answered while a first one has not finished its body."""
    place = urlsplit(url)
    with socket.create_connection((place.hostname, place.port)) as slow, ThreadPoolExecutor() as pool:
        slow.sendall(b"POST /page HTTP/1.1\r\nHost: localhost\r\nContent-Length: 10\r\nConnection: close\r\n\r\n12345")
        time.sleep(0.3)  # seconds: it is being read by now
        other = pool.submit(ask, url, "GET", "/page")
        try:
            told = other.result(timeout=1.0)
        except TimeoutError:
            slow.sendall(b"67890")
            told = other.result()
            assert told.status == 200, told
            return "waits for the slow client"
        slow.sendall(b"67890")
        assert told.status == 200, told
        return "answered at once"


# --- overload ---


def overload(folder: Path, size: str) -> Finding:
    """Ask for 80 requests a second of what can do 20: with a limit in nginx, and without."""
    seconds = {SHORT: 2, LONG: 10}[size]
    with servers.behind_nginx(SLOW, folder / "shed", "ini/overload.conf") as server:
        shed = offered(server.url, 80, seconds)
        after = [ask(server.url, "GET", "/work").status for _ in range(10)]
    with servers.behind_nginx(SLOW, folder / "kept", str(without_limit(folder))) as server:
        kept = offered(server.url, 80, seconds)
    figures = {f"with the limit, {key}": number for key, number in summed(shed).items()}
    figures["10 requests after the overload"] = f"{after.count(200)} x 200"
    figures |= {f"without the limit, {key}": number for key, number in summed(kept).items()}
    statuses = Counter(told.status for told in shed)
    finding = Finding(f"{len(shed)} requests in {seconds} s, for a worker that takes 50 ms each", figures)
    finding.promise(set(statuses) == {200, 503}, f"other answers than 200 and 503: {statuses}")
    finding.promise(after == [200] * 10, f"after the overload: {after}")
    finding.promise(statuses[200] > 0 and statuses[503] > 0, "nothing was shed, or everything")
    return finding


def without_limit(folder: Path) -> Path:
    file = folder / "unlimited.conf"
    folder.mkdir(parents=True, exist_ok=True)
    text = (ROOT / "ini" / "overload.conf").read_text(encoding="utf-8")
    file.write_text(text.replace("limit_conn inside 8;", ""), encoding="utf-8")
    return file


def offered(url: str, rate: int, seconds: int) -> list[Told]:
    """Send requests at a rate (a second), whether or not those before have been answered."""
    start = time.monotonic()
    with ThreadPoolExecutor(rate * seconds) as pool:
        waiting = []
        for number in range(rate * seconds):
            time.sleep(max(0.0, start + number / rate - time.monotonic()))
            waiting.append(pool.submit(ask, url, "GET", "/work", 60))
        return [one.result() for one in waiting]


def summed(told: list[Told]) -> dict[str, object]:
    good = [one.took for one in told if one.status == 200]
    shed = sum(one.status == 503 for one in told)
    return {
        "200": len(good),
        "503": shed,
        "another status or no response": len(told) - len(good) - shed,
        "slowest 200 in seconds": round(max(good), 2),
    }


# --- a store that goes away ---


def store_away(store_name: str) -> Callable[[Path, str], Finding]:
    def fault(folder: Path, size: str) -> Finding:
        figures: dict[str, object] = {}
        recovery = []
        with (
            STORES[store_name]() as store,
            servers.uwsgi(COUNTER, folder, COUNTER_URL=store.url) as server,
            Load(server.url) as load,
        ):
            workers = server.workers()
            for _ in range({SHORT: 1, LONG: 5}[size]):
                load.more(20)
                gone = store.server.pid
                store.crash()
                load.more(5, lambda told: told.status == 503)
                figures["response during the fault"] = answer_in_full(server.url)
                store.start()
                assert store.server.pid != gone
                recovery.append(load.more(1))
            load.more(20)
            load.__exit__()
            figures |= tally(load, value(server.url))
            same = server.workers() == workers
            line = next((one for one in server.log.splitlines() if "does not answer" in one), "")
        figures |= {"outages": len(recovery), "seconds until counting again": round(max(recovery), 2)}
        finding = Finding(f"the process of the store was killed and started again; the log says: {line}", figures)
        finding.promise(bool(line), "no line in the log")
        finding.promise(same, "the workers were restarted")
        finding.promise(figures["response during the fault"] == "503, Retry-After: 2", "no 503 with Retry-After")
        return nothing_lost(finding)

    return fault


def answer_in_full(url: str) -> str:
    done = subprocess.run(
        [
            *("curl", "--silent", "--output", "/dev/null", "--max-time", "20", "--request", "POST"),
            *("--write-out", "%{http_code}, Retry-After: %header{retry-after}", f"{url}/increase"),
        ],
        capture_output=True,
        check=True,
    )
    return done.stdout.decode()


def sqlite_locked(folder: Path, size: str) -> Finding:
    """Somebody else holds the file's lock: for a while, and for longer than anybody waits."""
    figures: dict[str, object] = {}
    file = folder / "counter.db"
    with servers.uwsgi(COUNTER, folder, **sqlite_in(folder)) as server, Load(server.url) as load:
        load.more(20)
        figures["locked for 1 s, failed"] = locked(file, load, lambda: time.sleep(1))
        if size == LONG:
            figures["locked for 7 s, failed"] = locked(file, load, lambda: time.sleep(7))
        load.more(20)
        load.__exit__()
        figures |= tally(load, value(server.url))
    figures["longest wait in seconds"] = round(max(told.took for told in load.told), 1)
    finding = Finding("no response came while the lock was held", figures)
    finding.promise(figures["locked for 1 s, failed"] == 0, "a short lock made requests fail")
    finding.promise(size == SHORT or figures["locked for 7 s, failed"] > 0, "nobody was told of the long lock")
    finding.promise(all(told.status == 503 for told in load.failed), "a failure other than 503")
    return nothing_lost(finding)


def locked(file: Path, load: Load, wait: Callable[[], object]) -> int:
    """Hold the lock of the file meanwhile; return how many requests failed."""
    failed = len(load.failed)
    connection = sqlite3.connect(file, timeout=5, isolation_level=None)
    connection.execute("BEGIN IMMEDIATE")
    time.sleep(0.1)  # seconds: what was committed before is told by now
    before = len(load.acknowledged)
    wait()
    assert len(load.acknowledged) == before, "somebody wrote into a locked file"
    connection.execute("ROLLBACK")
    connection.close()
    load.more(5)
    return len(load.failed) - failed


# --- in a place of its own ---


def disk_full(folder: Path, size: str) -> Finding:
    found = elsewhere("tests.servers.faults.of_a_full_disk")
    finding = Finding(f"the file system had {found.pop('free')} bytes left", found)
    finding.promise(found["response during the fault"] == "503, Retry-After: 2", "no 503 with Retry-After")
    finding.promise("full" in str(found["log"]), "the log does not say why")
    return nothing_lost(finding)


def cluster(*words: str) -> Callable[[Path, str], Finding]:
    def fault(folder: Path, size: str) -> Finding:
        found = elsewhere("tests.servers.faults.of_the_cluster", *words, {SHORT: "60", LONG: "2000"}[size])
        finding = Finding(f"process {found.pop('killed')} was killed, {found.pop('new process')} took its place", found)
        if "state" in found:
            finding.proof += f"; {found.pop('state')}"
        return nothing_lost(finding)

    return fault


def elsewhere(*words: str) -> dict[str, object]:
    line = in_a_network_of_its_own("-m", *words)
    done = subprocess.run(
        line, cwd=ROOT, capture_output=True, encoding="utf-8", env=os.environ | {"PYTHONPATH": str(ROOT)}
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


# --- many requests ---


def many_requests(folder: Path, size: str) -> Finding:
    """Send mixed requests, good and bad, and weigh the worker before and after."""
    number = {SHORT: 3_000, LONG: 200_000}[size]
    with servers.uwsgi(MIXED, folder, "--disable-logging", processes=1) as server:
        (worker,) = server.workers()
        mixed(server.url, {SHORT: 2_000, LONG: 30_000}[size])  # until caches and the allocator have what they need
        before = weight(worker)
        statuses = mixed(server.url, number)
        after = weight(worker)
        same = server.workers() == {worker}
    figures = {
        "requests": sum(statuses.values()),
        "statuses": ", ".join(f"{status}: {count}" for status, count in sorted(statuses.items())),
        "memory in KiB, before and after": f"{before[0]}, {after[0]}",
        "open files before and after": f"{before[1]}, {after[1]}",
    }
    finding = Finding(f"one process, {worker}, answered all of them", figures)
    finding.promise(same, "the worker was replaced")
    finding.promise(0 not in statuses, "a request got no answer")
    finding.promise(before[1] == after[1], "files stayed open")
    finding.promise(after[0] - before[0] < 1024, "the worker grew by more than 1 MiB")
    return finding


def weight(process: int) -> tuple[int, int]:
    """Return the memory (KiB that are in use) and the number of open files of a process."""
    status = Path(f"/proc/{process}/status").read_text()
    memory = next(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmRSS"))
    return memory, len(list(Path(f"/proc/{process}/fd").iterdir()))


def mixed(url: str, number: int) -> Counter[int]:
    """Send a number of requests from two processes; return how often each status came."""
    words = [sys.executable, "-m", "tests.servers.faults.mixed_load", url, str(number // 2)]
    clients = [subprocess.Popen(words, cwd=ROOT, stdout=subprocess.PIPE) for _ in range(2)]
    total: Counter[int] = Counter()
    for client in clients:
        printed, _ = client.communicate()
        assert client.returncode == 0
        total.update({int(status): count for status, count in json.loads(printed).items()})
    return total


FAULTS = [
    Fault(
        "A worker is killed with signal 9, several times, under load",
        "Each acknowledged increment is stored exactly once. Only requests inside the killed worker fail.",
        {name: killed_workers(name) for name in STORES},
    ),
    Fault(
        "New code is loaded under load",
        "No request fails.",
        {"uWSGI, chain reload": reload_uwsgi, "gunicorn, SIGHUP": reload_gunicorn},
    ),
    Fault(
        "The server gets SIGTERM while it serves requests",
        "The server finishes these requests, and does not accept new ones.",
        {"uWSGI": drained(servers.uwsgi, SLOW), "gunicorn": drained(servers.gunicorn, SLOW + ":application")},
    ),
    Fault(
        "A slow client, and one worker",
        "With nginx in front, other clients do not wait.",
        {"uWSGI": slow_client},
    ),
    Fault(
        "Four times more requests than the worker can answer",
        "Each request gets a response, 200 or 503. After the overload, all requests get 200 again.",
        {"nginx and uWSGI": overload},
    ),
    Fault(
        "The store stops under load and comes back",
        "During the fault, clients get 503 with Retry-After, and the log gets a line. Then the application counts again "
        "without a restart. Nothing is lost.",
        {name: store_away(name) for name in ("Redis", "PostgreSQL")},
    ),
    Fault(
        "The file of SQLite is locked by another program",
        "Requests wait for the end of a short lock. During a long lock, they get 503. Nothing is lost.",
        {"SQLite": sqlite_locked},
    ),
    Fault(
        "The disk is full",
        "During the fault, clients get 503, and the log gets a line. When there is space again, the application counts "
        "again. Nothing is lost.",
        {"SQLite": disk_full},
    ),
    Fault(
        "A node of a cluster is killed, and a cable pulled",
        "Each acknowledged increment is stored exactly once. The other nodes continue.",
        {
            "uWSGI's http router": cluster("http", "--namespaces"),
            "nginx and fastrouter": cluster("fastrouter", "--namespaces"),
            "nginx": cluster("nginx", "--namespaces"),
        },
    ),
    Fault(
        "Many mixed requests, good and bad",
        "The number of open files stays the same, and the memory grows by less than 1 MiB.",
        {"uWSGI": many_requests},
    ),
]
