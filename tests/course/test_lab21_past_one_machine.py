"""Lab 21: several nodes behind a router; one is killed, one is cut off, and the count stays exact."""

import json
import os
import re
import signal
import socket
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.servers.faults.load import ask
from tests.servers.faults.of_the_cluster import in_a_network_of_its_own
from tests.support.servers import BIN, ROOT, free_port, process, wait_until
from wsgi_apps.tools.course.manifest import Mistake
from wsgi_apps.tools.course.nodes import Cluster
from wsgi_apps.tools.course.servers import accepts

WAYS = {
    "uWSGI's http router, on loopback": ["http"],
    "uWSGI's http router": ["http", "--namespaces"],
    "nginx and uWSGI's fastrouter": ["fastrouter", "--namespaces"],
    "nginx's upstream": ["nginx", "--namespaces"],
}
IN_MEMORY = "examples.lab21_past_one_machine.trap_session_in_memory"
IN_COOKIE = "examples.lab21_past_one_machine.cured_session_in_cookie:app"


def found(words):
    line = in_a_network_of_its_own("-m", "tests.servers.faults.of_the_cluster", *words)
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
    assert one["answered without node2"] == ["node1", "node3"]


@pytest.mark.parametrize("way", [way for way, words in WAYS.items() if "--namespaces" in words])
def test_a_cable_was_pulled_and_the_others_went_on(findings, way):
    one = findings[way]
    assert one["state"].endswith("its cable is pulled")
    assert one["answered without the cable"] == ["node2", "node3"]
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
    told = done.stdout.partition("Ctrl-C ends everything.")[2]
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
    with pytest.raises(Mistake, match="Waiting for node 1 failed: read the logs in"):
        Cluster(
            tmp_path, port=free_port(), module="no_such_module", counter_url="sqlite:///x", node_port=free_port()
        ).__enter__()


def test_namespaces_without_root_are_refused_in_one_sentence(tmp_path, monkeypatch):
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    with pytest.raises(Mistake, match="Network namespaces need root and iproute2"):
        Cluster(tmp_path, port=free_port(), namespaces=True).__enter__()


def test_another_terminal_can_tell_the_cluster_what_to_do(tmp_path):
    words = ["--port", str(free_port()), "--node-port", str(free_port()), "--nodes", "2"]
    project = tmp_path / "project"
    project.mkdir()
    (project / "ini").symlink_to(ROOT / "ini")
    line = [sys.executable, "-m", "wsgi_apps", "cluster"]
    store = {"COUNTER_URL": f"sqlite:///{tmp_path}/counter.db"}
    with process([*line, *words], tmp_path / "log", int(words[1]), project, **store) as started:
        wait_until(lambda: (project / "build/cluster/ear").exists(), "the cluster listens")
        second = subprocess.run([*line, "--port", str(free_port())], cwd=project, capture_output=True, encoding="utf-8")
        told = [
            subprocess.run([*line, "--tell", one], cwd=project, capture_output=True, encoding="utf-8")
            for one in ("kill 2", "status", "fly", "kill \u00b2", f"kill {'9' * 5000}")
        ]
        nodes = started.pid
    shown = (tmp_path / "log").read_text(encoding="utf-8")
    assert f"From another terminal, 'kill 2':\n{told[0].stdout}" in shown
    assert (second.returncode, second.stderr.count("\n")) == (1, 1)
    assert second.stderr.startswith("A cluster runs in this folder already: ")
    assert [one.returncode for one in told] == [0, 0, 2, 2, 2]
    assert told[0].stdout.endswith("does not run\n")
    assert told[1].stdout.count("\n") == 2
    assert [one.stderr.startswith("Write kill, start") for one in told[2:]] == [True] * 3
    again = subprocess.run([*line, "--tell", "status"], cwd=project, capture_output=True, encoding="utf-8")
    assert (again.returncode, again.stderr) == (1, "No cluster runs in this folder: start one with make cluster.\n")
    children = subprocess.run(["ps", "-o", "pid=", "--ppid", str(nodes)], capture_output=True, encoding="utf-8")
    assert children.stdout == ""


def test_a_terminal_that_is_closed_ends_the_cluster(tmp_path):
    ports = [free_port(), free_port()]
    (tmp_path / "ini").symlink_to(ROOT / "ini")
    words = ["--port", str(ports[0]), "--node-port", str(ports[1]), "--nodes", "1"]
    store = {"COUNTER_URL": f"sqlite:///{tmp_path}/counter.db"}
    line = [sys.executable, "-m", "wsgi_apps", "cluster", *words]
    with process(line, tmp_path / "log", ports[0], tmp_path, **store) as started:
        wait_until(lambda: (tmp_path / "build/cluster/ear").exists(), "the cluster listens")
        started.send_signal(signal.SIGHUP)
        assert started.wait(20) == 128 + signal.SIGHUP
    assert not any(accepts(*at) for at in [(ports[0], "127.0.0.1"), (ports[1], "127.0.0.11")])


def test_a_network_that_is_there_already_is_one_sentence():
    code = (
        "import subprocess; from contextlib import ExitStack; from wsgi_apps.tools.course import nodes\n"
        "with ExitStack() as stack: nodes.lay_network(1, stack); nodes.lay_network(1, stack)"
    )
    done = subprocess.run(in_a_network_of_its_own("-c", code), cwd=ROOT, capture_output=True, encoding="utf-8")
    assert "There is wsgi-bridge and wsgi-node1 already: end the cluster that made it." in done.stderr


def test_nginx_says_in_a_sentence_that_no_node_has_answered(tmp_path):
    store = f"sqlite:///{tmp_path}/counter.db"
    with Cluster(tmp_path, "nginx", free_port(), 1, node_port=free_port(), counter_url=store) as cluster:
        cluster.kill(1)
        said = subprocess.run(
            ["curl", "--silent", "--include", cluster.url], capture_output=True, encoding="utf-8"
        ).stdout
    assert said.startswith("HTTP/1.1 502 Bad Gateway")
    assert said.endswith("\nNo node has answered. Whether the request was carried out is not known.\n")


DEPLOY = ROOT / "examples" / "lab21_past_one_machine" / "deploy"


def test_the_unit_for_systemd_passes_systemd_s_own_check(tmp_path):
    unit = tmp_path / "wsgi-node.service"
    text = (DEPLOY / unit.name).read_text(encoding="utf-8")
    unit.write_text(text.replace("/opt/wsgi_apps/.venv/bin", str(BIN)).replace("/opt/wsgi_apps", str(ROOT)), "utf-8")
    done = subprocess.run(["systemd-analyze", "verify", str(unit)], capture_output=True, encoding="utf-8")
    assert (done.returncode, done.stderr) == (0, "")


def test_a_wrong_line_in_the_unit_would_be_found(tmp_path):
    unit = tmp_path / "wrong.service"
    unit.write_text(
        (DEPLOY / "wsgi-node.service").read_text(encoding="utf-8").replace("Type=notify", "Type=often"), "utf-8"
    )
    done = subprocess.run(["systemd-analyze", "verify", str(unit)], capture_output=True, encoding="utf-8")
    assert "Failed to parse service type" in done.stderr


def test_uwsgi_tells_systemd_when_it_is_ready(tmp_path):
    address = str(tmp_path / "notify")
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as systemd:
        systemd.bind(address)
        systemd.settimeout(20)
        node = {
            "NODE_ADDRESS": f"127.0.0.14:{free_port()}",
            "ROUTER": f"127.0.0.1:{free_port()}",
            "NOTIFY_SOCKET": address,
        }
        words = [str(BIN / "uwsgi"), "--ini", "ini/cluster_node.ini", "--module", IN_MEMORY]
        with process(words, tmp_path / "log", **node):
            said = [systemd.recv(1000) for _ in range(2)]
    assert b"READY=1" in said[1]


def kubernetes(file):
    words = [str(BIN / "kubernetes-validate"), "--strict", "--quiet", str(file)]
    done = subprocess.run(words, capture_output=True, encoding="utf-8")
    return done.returncode, done.stdout + done.stderr


def test_the_file_for_kubernetes_is_what_its_schemas_say():
    assert kubernetes(DEPLOY / "kubernetes.yaml") == (0, "")


def test_a_wrong_word_in_the_file_for_kubernetes_would_be_found(tmp_path):
    file = tmp_path / "wrong.yaml"
    file.write_text(
        (DEPLOY / "kubernetes.yaml").read_text(encoding="utf-8").replace("replicas: 3", "replica: 3"), "utf-8"
    )
    status, said = kubernetes(file)
    assert status != 0
    assert "replica" in said
