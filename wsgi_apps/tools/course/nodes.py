"""A cluster on one machine: a router, nodes and a store. You can kill a node, start it again, and cut it off.

On loopback the nodes are at 127.0.0.11, .12 and so on. In network namespaces each node has a network card of its own,
at 10.60.16.11 and so on, with a cable that can be pulled, as if it were a machine of its own.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import time
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path

from wsgi_apps.tools.course.asking import HOST
from wsgi_apps.tools.course.manifest import EXAMPLES, Mistake
from wsgi_apps.tools.course.servers import HOOKED, PATIENCE, accepts, end, free_port
from wsgi_apps.tools.nginx import command as nginx_command
from wsgi_apps.tools.processes import made_folder, start
from wsgi_apps.tools.serve import uwsgi_program

ROOT = EXAMPLES.parent
MODULE = "examples.lab21_past_one_machine.raw"
ROUTERS = ("http", "fastrouter", "nginx")
NETWORK = "10.60.16"  # its addresses exist only inside this machine, while the cluster runs
BRIDGE = "wsgi-bridge"


@dataclass
class Cluster:
    """A router, ``http``, ``fastrouter`` or ``nginx``, at a port of this machine, and nodes behind it.

    ``namespaces`` gives each node a network of its own. ``counter_url`` is the store; an empty one starts a Redis.
    The logs are in ``folder``. ``environment`` is added to that of the nodes, which listen at ``node_port``.
    """

    folder: Path
    router: str = "http"
    port: int = 8000
    size: int = 3
    namespaces: bool = False
    module: str = MODULE
    counter_url: str = ""
    environment: dict[str, str] = field(default_factory=dict)
    node_port: int = 19130
    nodes: dict[int, subprocess.Popen[bytes]] = field(default_factory=dict)
    stack: ExitStack = field(default_factory=ExitStack)

    def __enter__(self) -> Cluster:
        """Start everything, from the network to the router. Raises Mistake with what is missing."""
        made_folder(self.folder)
        with ExitStack() as until_it_runs:
            until_it_runs.callback(self.stack.close)
            if self.namespaces:
                lay_network(self.size, self.stack)
            self.registry = f"{self.center}:{free_port()}"
            self.counter_url = self.counter_url or self.start_redis()
            for number in self.numbers:
                self.start(number)
            self.start_router()
            until_it_runs.pop_all()
        return self

    def __exit__(self, *raised: object) -> None:
        """End everything that was started, the last first."""
        self.stack.close()

    @property
    def numbers(self) -> range:
        """Return the numbers of the nodes, from 1 on."""
        return range(1, self.size + 1)

    @property
    def url(self) -> str:
        """Return the URL for clients."""
        return f"http://{HOST}:{self.port}"

    @property
    def center(self) -> str:
        """Return the address at which nodes reach the router and the store."""
        return f"{NETWORK}.1" if self.namespaces else HOST

    def address(self, number: int) -> str:
        """Return the address (host:port) of a node."""
        host = f"{NETWORK}.{10 + number}" if self.namespaces else f"127.0.0.{10 + number}"
        return f"{host}:{self.node_port}"

    def start(self, number: int) -> None:
        """Start a node and wait until it listens. Raises Mistake if there is no such node, or if it runs already."""
        self.known(number)
        if number in self.nodes and self.nodes[number].poll() is None:
            raise Mistake(f"Node {number} runs: kill it first.")
        own = {"NODE": f"node{number}", "NODE_ADDRESS": self.address(number), "ROUTER": self.registry}
        words = [uwsgi_program(), "--ini", "ini/cluster_node.ini", "--module", self.module]
        self.nodes[number] = self.run(
            f"node{number}", self.inside(number, words), self.environment | own | {"COUNTER_URL": self.counter_url}
        )
        log = self.folder / f"node{number}.log"
        self.wait(self.nodes[number], lambda: HOOKED in log.read_bytes(), f"node {number}")

    def inside(self, number: int, words: list[str]) -> list[str]:
        """Return a command line that runs in the network of a node."""
        return ["ip", "netns", "exec", namespace(number), *words] if self.namespaces else words

    def kill(self, number: int) -> int:
        """Kill a node with signal 9; return the number of its process. Raises Mistake if it does not run."""
        self.known(number)
        if self.nodes[number].poll() is not None:
            raise Mistake(f"Node {number} does not run: start it first.")
        node = self.nodes[number]
        workers = children(node.pid)
        node.send_signal(signal.SIGKILL)
        node.wait()
        self.wait(None, lambda: not any(map(lives, workers)), f"the end of node {number}'s workers")
        return node.pid

    def pull(self, number: int) -> None:
        """Pull the cable of a node: it runs, and nobody can reach it. Raises Mistake without namespaces."""
        self.cable(number, "down")

    def plug(self, number: int) -> None:
        """Put the cable of a node back. Raises Mistake without namespaces."""
        self.cable(number, "up")

    def cable(self, number: int, state: str) -> None:
        """Set the cable of a node ``up`` or ``down``. Raises Mistake without namespaces."""
        self.known(number)
        if not self.namespaces:
            raise Mistake("On loopback there is no cable to pull: start the cluster with --namespaces.")
        ip("link", "set", card(number), state)

    def known(self, number: int) -> None:
        """Raise Mistake if there is no node with this number."""
        if number not in self.numbers:
            raise Mistake(f"There is no node {number}: the nodes are 1 to {self.size}.")

    def state(self, number: int) -> str:
        """Return one line about a node."""
        started = self.nodes[number]
        runs = f"runs as process {started.pid}" if started.poll() is None else "does not run"
        cut = ", its cable is pulled" if self.namespaces and is_pulled(number) else ""
        return f"node{number} at {self.address(number)} {runs}{cut}"

    def start_redis(self) -> str:
        """Start a Redis that writes each change to the disk before it answers; return its URL. Raises Mistake."""
        program = shutil.which("redis-server")
        if program is None:
            raise Mistake("There is no redis-server: sudo apt-get install redis-server, or set COUNTER_URL.")
        port = free_port()
        words = [
            program,
            "--port",
            str(port),
            "--bind",
            self.center,
            "--protected-mode",
            "no",
            "--dir",
            str(self.folder),
        ]
        started = self.run("redis", [*words, "--appendonly", "yes", "--appendfsync", "always", "--save", ""], {})
        self.wait(started, lambda: accepts(port, self.center), "redis-server")
        return f"redis://{self.center}:{port}/0"

    def start_router(self) -> None:
        """Start the router in front of the nodes, and wait until it passes requests on."""
        at = {"CLUSTER_HTTP": f"{HOST}:{self.port}", "ROUTER": self.registry, "FASTROUTER": f"{HOST}:{free_port()}"}
        upstream = ""
        if self.router == "http":
            started = self.run("router", [uwsgi_program(), "--ini", "ini/cluster_router.ini"], at)
        else:
            if self.router == "fastrouter":
                upstream = at["FASTROUTER"]
                self.run("fastrouter", [uwsgi_program(), "--ini", "ini/cluster_fastrouter.ini"], at)
            started = self.run("nginx", self.nginx(upstream), {})
        self.wait(started, lambda: accepts(self.port), f"the router ({self.router})")
        if self.router != "nginx":
            log = self.folder / ("router.log" if self.router == "http" else "fastrouter.log")
            self.wait(started, lambda: log.read_bytes().count(b"new node:") >= self.size, "the nodes to subscribe")

    def nginx(self, upstream: str) -> list[str]:
        """Return the command line of nginx, in front of one ``upstream`` or else of the nodes."""
        program = shutil.which("nginx", path=os.environ.get("PATH", "") + ":/usr/sbin")
        if program is None:
            raise Mistake("nginx is not installed: sudo apt-get install nginx-light")
        text = (ROOT / "ini" / "cluster_nginx.conf").read_text(encoding="utf-8")
        text = text.replace("listen 127.0.0.1:8000;", f"listen {HOST}:{self.port};")
        first, *others = [line for line in text.splitlines() if "server 127.0.0.1" in line]
        nodes = [upstream] if upstream else [self.address(number) for number in self.numbers]
        text = text.replace(
            "\n".join([first, *others]), "\n".join(first.replace("127.0.0.11:19130", one) for one in nodes)
        )
        file = self.folder / "nginx.conf"
        file.write_text(text, encoding="utf-8")
        return nginx_command(program, file)

    def run(self, name: str, words: list[str], environment: dict[str, str]) -> subprocess.Popen[bytes]:
        """Start a program that ends with the cluster. ``name`` is the name of its log."""
        with (self.folder / f"{name}.log").open("wb") as log:
            started = start(
                words, cwd=ROOT, env=os.environ | environment, stdin=subprocess.DEVNULL, stdout=log, stderr=log
            )
        self.stack.callback(end, started)
        return started

    def wait(self, started: subprocess.Popen[bytes] | None, ready: Callable[[], bool], what: str) -> None:
        """Wait until something is ready. Raises Mistake if its process ends, or it takes too long."""
        last = time.monotonic() + PATIENCE
        while not ready():
            if (started and started.poll() is not None) or time.monotonic() > last:
                raise Mistake(f"Waiting for {what} failed: read the logs in {self.folder}.")
            time.sleep(0.02)


def children(process: int) -> list[int]:
    """Return the children of a process."""
    return [int(one) for one in Path(f"/proc/{process}/task/{process}/children").read_text().split()]


def lives(process: int) -> bool:
    """Return whether a process runs. A zombie, which has ended but whose parent has not waited for it, does not."""
    try:
        state = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return False
    return state != "Z"


def lay_network(size: int, stack: ExitStack) -> None:
    """Make a bridge, and for each node a namespace with a cable to it. Raises Mistake where that is not allowed.

    Nothing leaves this machine: the bridge is not connected to its network cards. All of it ends with the ``stack``.
    """
    if os.geteuid() != 0 or shutil.which("ip") is None:
        raise Mistake(
            "Network namespaces need root and iproute2 (sudo apt-get install iproute2). You may leave out --namespaces."
        )
    there = {*ip("netns", "list").split(), *ip("-o", "link").replace(":", " ").split()}
    if left := there & {BRIDGE, *map(namespace, range(1, size + 1))}:
        raise Mistake(
            f"There is {' and '.join(sorted(left))} already: end the cluster that made it. If that cluster was "
            f"killed, end the processes that `ip netns pids {namespace(1)}` lists. Then run `ip netns del "
            f"{namespace(1)}`. Do so for each node. At last run `ip link del {BRIDGE}`."
        )
    ip("link", "add", BRIDGE, "type", "bridge")
    stack.callback(ip, "link", "del", BRIDGE)
    ip("addr", "add", f"{NETWORK}.1/24", "dev", BRIDGE)
    ip("link", "set", BRIDGE, "up")
    for number in range(1, size + 1):
        own = namespace(number)
        ip("netns", "add", own)
        stack.callback(ip, "netns", "del", own)
        ip("link", "add", card(number), "type", "veth", "peer", "name", "eth0", "netns", own)
        ip("link", "set", card(number), "master", BRIDGE, "up")
        ip("-n", own, "link", "set", "lo", "up")
        ip("-n", own, "addr", "add", f"{NETWORK}.{10 + number}/24", "dev", "eth0")
        ip("-n", own, "link", "set", "eth0", "up")


def ip(*words: str) -> str:
    """Run iproute2 with some words; return its output. Raises Mistake with its error."""
    done = subprocess.run(["ip", *words], capture_output=True, encoding="utf-8")
    if done.returncode:
        raise Mistake(f"ip {' '.join(words)}: {done.stderr.strip()}")
    return done.stdout


def namespace(number: int) -> str:
    """Return the name of the network of a node."""
    return f"wsgi-node{number}"


def card(number: int) -> str:
    """Return the name of the end of a node's cable at the bridge."""
    return f"wsgi-cable{number}"


def is_pulled(number: int) -> bool:
    """Return whether the cable of a node is pulled."""
    return ",UP" not in ip("link", "show", card(number))
