"""``python -m wsgi_apps serve``: what it refuses, and how uWSGI starts and ends under it."""

import os
import re
import signal
import subprocess
import sys

import pytest

from tests.support.servers import BIN, HOST, PATIENCE, ROOT, free_port, process, talk, uwsgi, wait_until
from wsgi_apps.tools.serve import port_in_use

GET = b"GET / HTTP/1.0\r\n\r\n"


def serve(*words, folder=ROOT):
    """Run the command to its end; return its status and what it said."""
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    line = [sys.executable, "-m", "wsgi_apps", "serve", *words]
    done = subprocess.run(line, cwd=folder, env=environment, capture_output=True, text=True, timeout=PATIENCE)
    return done.returncode, done.stderr.strip()


@pytest.mark.parametrize(
    "module", ["no_such_module", "wsgi_apps.no_such_module", "no_such.package", ".hello", "wsgi_apps.no_such:app"]
)
def test_unknown_module_is_one_sentence(module):
    name = module.partition(":")[0]
    status, said = serve(module, "--port", str(free_port()), "--socket-port", str(free_port()))
    assert (status, said.count("\n")) == (1, 0)
    assert said.startswith(f"There is no module {name!r} here. Write a name such as hello, hello.py or ")


def test_other_folder_is_one_sentence(tmp_path):
    status, said = serve("wsgi_apps.hello", folder=tmp_path)
    assert (status, said) == (1, "There is no ini/uwsgi.ini in this folder: change to the folder of the project first.")


@pytest.mark.parametrize("port", ["0", "65536", "-1", "http"])
def test_port_must_be_one(port):
    status, said = serve("wsgi_apps.hello", "--port", port)
    assert status == 2
    assert f"a port is a number from 1 to 65535, not '{port}'" in said or "expected one argument" in said


def test_socket_port_in_use_is_one_sentence(tmp_path):
    port = free_port()
    with process([sys.executable, "-m", "http.server", "--bind", HOST, str(port)], tmp_path / "log", port):
        status, said = serve("wsgi_apps.hello", "--port", str(free_port()), "--socket-port", str(port))
    assert status == 1
    assert said.startswith(f"Port {port} of 127.0.0.1 cannot be used (Address already in use): ")
    assert said.endswith("choose another with --socket-port NUMBER (make: SOCKET_PORT=NUMBER).")


def test_one_port_for_both_is_one_sentence():
    port = str(free_port())
    sentence = f"Port {port} cannot be for HTTP and for the uwsgi protocol at once: choose another with --port NUMBER."
    assert serve("wsgi_apps.hello", "--port", port, "--socket-port", port) == (1, sentence)


def test_port_that_needs_root_is_not_said_to_be_in_use(monkeypatch):
    def refuse(self, address):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("socket.socket.bind", refuse)
    said = port_in_use(80, "PORT", "--port")
    assert (
        said
        == "Port 80 of 127.0.0.1 cannot be used (Permission denied): choose another with --port NUMBER (make: PORT=NUMBER)."
    )


def test_package_that_cannot_be_imported_is_one_sentence():
    ports = ["--port", str(free_port()), "--socket-port", str(free_port())]
    said = "The package of 'tests.apps.broken.inner' cannot be imported: RuntimeError: broken on purpose."
    assert serve("tests.apps.unusable.inner", *ports) == (1, said.replace("tests.apps.broken", "tests.apps.unusable"))


def test_unknown_command_lists_the_commands():
    done = subprocess.run([sys.executable, "-m", "wsgi_apps", "nope"], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 2
    assert re.findall(r"(?m)^  (\w+) +[A-Z].*\.$", done.stderr)[:8] == [
        *("cluster", "compare", "count", "mounts", "nginx", "routes", "run", "serve")
    ]
    assert done.stderr.endswith("There is no command 'nope'.\n")


def test_broken_application_announces_nothing():
    status, said = serve("tests.apps.broken", "--port", str(free_port()), "--socket-port", str(free_port()))
    assert status == 22
    assert "broken on purpose" in said
    assert "is served at" not in said


def children(pid):
    return subprocess.run(["ps", "-o", "pid=", "--ppid", str(pid)], capture_output=True, text=True).stdout.split()


def alive(pid):
    try:
        os.kill(int(pid), 0)
    except ProcessLookupError:
        return False
    return True


@pytest.mark.parametrize("sign", [signal.SIGTERM, signal.SIGINT])
def test_no_worker_is_left(tmp_path, sign):
    port, log = free_port(), tmp_path / "log"
    words = [sys.executable, "-m", "wsgi_apps", "serve", "wsgi_apps.hello", "--port", str(port)]
    with process([*words, "--socket-port", str(free_port())], log, port) as master:
        wait_until(lambda: "is served at" in log.read_text(), "the server is announced")
        workers = children(master.pid)
        assert len(workers) == 1
        master.send_signal(sign)
        assert master.wait(PATIENCE) == 0
        assert not any(map(alive, workers))


def test_request_in_hand_is_finished(tmp_path):
    """SIGTERM comes while the application sleeps; its answer still arrives, whole."""
    port, log = free_port(), tmp_path / "server.log"
    addresses = {"WSGI_APPS_HTTP": f"{HOST}:{port}", "WSGI_APPS_SOCKET": f"{HOST}:{free_port()}"}
    with uwsgi("tests.apps.slow", tmp_path, **addresses) as master:
        client = subprocess.Popen(["curl", "-s", f"http://{HOST}:{port}/"], stdout=subprocess.PIPE)
        wait_until(lambda: "in the application" in log.read_text(), "the request is in hand")
        master.send_signal(signal.SIGTERM)
        assert client.communicate(timeout=PATIENCE)[0] == b"finished"
        assert master.wait(PATIENCE) == 0


MISLEADING = ["unable", "error", "failed", "deprecated", "not found", "!!!", "threads support is disabled", "harakiri"]
EXPECTED = ["running uWSGI as root", "no internal routing support"]  # true, and no option of ours changes them


@pytest.mark.parametrize("program", [str(BIN / "uwsgi"), "/usr/bin/uwsgi"], ids=["pip's uWSGI", "Debian's uWSGI"])
def test_both_builds_start_without_a_misleading_line(tmp_path, program):
    port = free_port()
    addresses = {"WSGI_APPS_HTTP": f"{HOST}:{port}", "WSGI_APPS_SOCKET": f"{HOST}:{free_port()}"}
    with uwsgi("wsgi_apps.hello", tmp_path, program=program, **addresses):
        assert talk(port, GET).body == b"Hello World"
    lines = (tmp_path / "server.log").read_text().splitlines()
    lines = [line for line in lines if not any(words in line for words in EXPECTED)]
    assert [line for line in lines if any(words in line.lower() for words in MISLEADING)] == []
    assert any("WSGI app 0" in line for line in lines)


def test_both_builds_are_what_they_are_called():
    versions = [
        subprocess.run([p, "--version"], capture_output=True, text=True).stdout
        for p in (BIN / "uwsgi", "/usr/bin/uwsgi")
    ]
    assert "debian" not in versions[0]
    assert "debian" in versions[1] or "ubuntu" in versions[1]
