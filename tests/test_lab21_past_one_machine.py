"""Lab 21: several nodes behind a router; one is killed, one is cut off, and the count stays exact."""

import json
import os
import re
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.faults.load import ask
from tests.faults.of_the_cluster import in_a_network_of_its_own
from tests.servers import ROOT, free_port
from wsgi_apps.tools.course.manifest import Mistake
from wsgi_apps.tools.course.nodes import Cluster

WAYS = {
    "uWSGI's http router, on loopback": ["http"],
    "uWSGI's http router": ["http", "--namespaces"],
    "nginx and uWSGI's fastrouter": ["fastrouter", "--namespaces"],
    "nginx's upstream": ["nginx", "--namespaces"],
}
IN_MEMORY = "examples.lab21_past_one_machine.trap_session_in_memory"
IN_COOKIE = "examples.lab21_past_one_machine.cured_session_in_cookie:app"


def found(words):
    line = in_a_network_of_its_own("-m", "tests.faults.of_the_cluster", *words)
    done = subprocess.run(
        line, cwd=ROOT, capture_output=True, encoding="utf-8", env=os.environ | {"PYTHONPATH": str(ROOT)}
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


@pytest.fixture(scope="module")
def findings():
    with ThreadPoolExecutor(2) as pool:
        return dict(zip(WAYS, pool.map(found, WAYS.values()), strict=True))


@pytest.mark.parametrize("way", WAYS)
def test_nothing_acknowledged_is_lost_or_counted_twice(findings, way):
    one = findings[way]
    assert (one["lost"], one["twice"]) == (0, 0)
    assert one["acknowledged"] <= one["stored"] <= one["acknowledged"] + one["failed"]


@pytest.mark.parametrize("way", WAYS)
def test_a_node_was_killed_and_the_others_went_on(findings, way):
    one = findings[way]
    assert one["new process"] != one["killed"]
    assert one["answered without it"] == ["node1", "node3"]


@pytest.mark.parametrize("way", [way for way, words in WAYS.items() if "--namespaces" in words])
def test_a_cable_was_pulled_and_the_others_went_on(findings, way):
    one = findings[way]
    assert one["state"].endswith("its cable is pulled")
    assert one["answered without cable"] == ["node2", "node3"]
    assert one["joined after"] > 0


@pytest.fixture(scope="module")
def in_memory(tmp_path_factory):
    with Cluster(
        tmp_path_factory.mktemp("memory"), "nginx", free_port(), 2, module=IN_MEMORY, node_port=free_port()
    ) as cluster:
        yield cluster.url


@pytest.fixture(scope="module")
def in_cookie(tmp_path_factory):
    folder, key = tmp_path_factory.mktemp("cookie"), {"SECRET_KEY": "the same on every node"}
    ports = {"port": free_port(), "node_port": free_port()}
    with Cluster(folder, "nginx", size=2, module=IN_COOKIE, environment=key, **ports) as cluster:
        yield cluster.url


def who_am_i(url, jar):
    """Log in, then ask eight times: return (node, answer) pairs."""
    curl = ["curl", "--silent", "--fail", "--cookie", jar, "--cookie-jar", jar, "--write-out", "%header{node}"]
    subprocess.run([*curl, f"{url}/login?JongHyun"], check=True, capture_output=True)
    answers = [subprocess.run([*curl, f"{url}/"], check=True, capture_output=True).stdout.decode() for _ in range(8)]
    return {tuple(reversed(re.fullmatch(r"(.*\.)\n(\w+)", answer).groups())) for answer in answers}


def test_trap_a_session_in_memory_is_known_to_one_process_of_one_node(in_memory, tmp_path):
    answers = {answer for _, answer in who_am_i(in_memory, str(tmp_path / "jar"))}
    assert answers == {"You are JongHyun.", "You are a stranger."}


def test_cure_a_session_in_a_signed_cookie_is_known_to_every_node(in_cookie, tmp_path):
    expected = {("node1", "You are JongHyun."), ("node2", "You are JongHyun.")}
    assert who_am_i(in_cookie, str(tmp_path / "jar")) == expected


def command(words, typed, environment=None):
    return subprocess.run(
        [sys.executable, "-m", "wsgi_apps", "cluster", *words],
        cwd=ROOT,
        input=typed,
        capture_output=True,
        encoding="utf-8",
        env=os.environ | (environment or {}),
    )


def test_the_command_runs_the_cluster_and_does_what_is_typed(tmp_path):
    port, node_port = str(free_port()), str(free_port())
    store = {"COUNTER_URL": f"sqlite:///{tmp_path}/counter.db"}
    done = command(
        ["--port", port, "--node-port", node_port, "--nodes", "2"],
        "status\nkill 2\nkill 2\nstart 2\nstart 1\npull 1\nkill 7\nfly\n",
        store,
    )
    assert done.returncode == 0, done.stderr
    told = done.stdout.partition("Ctrl-D ends everything.")[2]
    lines = [
        re.sub(r"process \d+", "process N", line.replace(node_port, "19130")) for line in told.strip().splitlines()
    ]
    assert lines == [
        "node1 at 127.0.0.11:19130 runs as process N",
        "node2 at 127.0.0.12:19130 runs as process N",
        "node2 at 127.0.0.12:19130 does not run",
        "Node 2 does not run: start it first.",
        "node2 at 127.0.0.12:19130 runs as process N",
        "Node 1 runs: kill it first.",
        "On loopback there is no cable to pull: start the cluster with --namespaces.",
        "There is no node 7: the nodes are 1 to 2.",
        "Write kill, start, pull or plug and the number of a node, or status.",
    ]
    assert ask(f"http://127.0.0.1:{port}", "GET", "/value").failure == "ConnectionRefusedError"


def test_a_port_in_use_is_one_sentence(in_memory):
    done = command(["--port", in_memory.rpartition(":")[2]], "")
    assert (done.returncode, done.stderr.count("\n")) == (1, 1)
    assert "cannot be used (Address already in use)" in done.stderr


def test_a_module_that_is_not_there_is_one_sentence(tmp_path):
    with pytest.raises(Mistake, match="node 1 does not start: read the logs in"):
        Cluster(
            tmp_path, port=free_port(), module="no_such_module", counter_url="sqlite:///x", node_port=free_port()
        ).__enter__()


def test_namespaces_without_root_are_refused_in_one_sentence(tmp_path, monkeypatch):
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    with pytest.raises(Mistake, match="Network namespaces need root and iproute2"):
        Cluster(tmp_path, port=free_port(), namespaces=True).__enter__()
