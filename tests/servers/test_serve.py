"""``python -m wsgi_apps serve``: what it refuses, and how uWSGI starts and ends under it."""

import os
import pty
import re
import select
import shutil
import signal
import subprocess
import sys
import time
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

from tests.support.servers import BIN, HOST, PATIENCE, ROOT, free_port, process, talk, uwsgi, wait_until
from wsgi_apps.tools.serve import log_file, port_in_use

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
    listed = re.findall(r"(?m)^  (\w+) +[A-Z].*\.$", done.stderr)
    assert {"check", "cluster", "compare", "count", "mounts", "nginx", "routes", "run", "serve"} <= set(listed)
    assert done.stderr.endswith("There is no command 'nope'.\n")


def test_broken_application_announces_nothing():
    status, said = serve("tests.apps.broken", "--port", str(free_port()), "--socket-port", str(free_port()))
    assert status == 22
    assert "broken on purpose" in said
    assert "is served at" not in said


NAMES = [
    ("tests.apps.callables", "tests.apps.callables"),
    ("examples/lab01_static_routes/ours.py", "examples.lab01_static_routes.ours:app"),
    ("examples.lab01_static_routes.ours", "examples.lab01_static_routes.ours:app"),
    ("examples.lab01_static_routes.ours:app", "examples.lab01_static_routes.ours:app"),
]


@pytest.mark.parametrize(("text", "spelling"), NAMES)
def test_an_application_has_several_names(text, spelling, tmp_path):
    port, log = free_port(), tmp_path / "log"
    words = [sys.executable, "-m", "wsgi_apps", "serve", text, "--port", str(port), "--socket-port", str(free_port())]
    with process(words, log, port):
        wait_until(lambda: f"{spelling} is served at" in log.read_text(), "the server is announced")


@contextmanager
def on_a_terminal(*words, folder=ROOT, **variables):
    """Run the command at a terminal of its own; give a function that returns what is on it once some words are there."""
    master, slave = pty.openpty()
    environment = os.environ | {"PYTHONPATH": str(ROOT), "TERM": "xterm"} | variables
    environment.pop("NO_COLOR", None)
    line = [sys.executable, "-m", "wsgi_apps", "serve", *words]
    started = subprocess.Popen(
        ["setsid", "--ctty", "--wait", *line], cwd=folder, env=environment, stdin=slave, stdout=slave, stderr=slave
    )
    os.close(slave)
    seen = bytearray()

    def screen(wanted=""):
        end = time.monotonic() + PATIENCE
        while wanted not in seen.decode("utf-8", "replace") and time.monotonic() < end:
            if select.select([master], [], [], 0.05)[0]:
                with suppress(OSError):  # the last process at the terminal has ended
                    seen.extend(os.read(master, 65536))
        assert wanted in seen.decode("utf-8", "replace"), seen.decode("utf-8", "replace")
        return seen.decode("utf-8", "replace").replace("\r\n", "\n")

    try:
        yield started, master, screen
    finally:
        started.terminate()
        started.wait(PATIENCE)
        os.close(master)


PROGRAM = """\
import sys
from wsgi_apps import App

app = App(__name__)
print("imported\\nos: Linux")

@app.get("/hello/<name>")
def hello(name):
    print("VACUUM: done")
    print("said", file=request_errors())
    return name

def request_errors():
    from wsgi_apps import request
    return request.environ["wsgi.errors"]

@app.get("/boom/<int:number>")
def boom(number):
    return {}["x"]
"""


@pytest.fixture
def project(tmp_path):
    """A folder with the settings of the project and a program of a student's."""
    (tmp_path / "ini").mkdir()
    shutil.copy(ROOT / "ini" / "uwsgi.ini", tmp_path / "ini")
    (tmp_path / "prog.py").write_text(PROGRAM)
    return tmp_path


def get(port, path):
    return talk(port, f"GET {path} HTTP/1.0\r\n\r\n".encode())


def test_a_terminal_shows_three_lines_the_requests_and_what_the_program_says(project):
    port, other = free_port(), free_port()
    with on_a_terminal("prog.py", "--port", str(port), "--socket-port", str(other), folder=project) as (
        started,
        master,
        screen,
    ):
        shown = screen("curl -i")
        assert shown.splitlines()[:5] == [
            "imported",
            "os: Linux",
            f"prog:app is served at http://{HOST}:{port}/ by uWSGI, and at {HOST}:{other} for nginx. Ctrl-C ends it.",
            f"uWSGI's log is build/uwsgi/{port}.log. Try in a second terminal:",
            f"  curl -i http://{HOST}:{port}/hello/JongHyun",
        ]
        get(port, "/hello/%EC%A2%85%ED%98%84")
        screen("\nVACUUM: done\nsaid\n".replace("\n", "\r\n"))  # without a flush
        screen("\x1b[32m200\x1b[0m GET /hello/종현 ")
        get(port, "/boom/1")
        shown = screen("\x1b[1;31m500\x1b[0m GET /boom/1 ")
        frames = re.findall(r'File "(.+?)", line (\d+)', shown)
        assert frames == [(str(project / "prog.py"), "19")]
        os.write(master, b"\x03")
        shown = screen("are free again.")
        assert f"Goodbye after 2 requests: ports {port} and {other} are free again." in shown
        assert started.wait(PATIENCE) == 0
        for line in ("Starting uWSGI", "uWSGI running as root", "SIGINT/SIGTERM received", "goodbye to uWSGI"):
            assert line not in shown
    log = (project / "build" / "uwsgi" / f"{port}.log").read_text()
    assert "*** Starting uWSGI" in log
    assert "scaffold" in log or "fast_app" in log, "the log has the frames of the framework, too"


def test_all_of_the_log_can_be_shown(project):
    words = ["prog", "--log", "all", "--port", str(free_port()), "--socket-port", str(free_port())]
    with on_a_terminal(*words, folder=project) as (_, _, screen):
        assert "*** Starting uWSGI" in screen("curl -i")
        assert "spawned uWSGI worker 1" in screen("(accepting1-once)")


BROKEN = [
    (
        "raises",
        "int('seven')\napp = 1\n",
        ["ValueError: invalid literal", "Nothing is served: uWSGI cannot load broken:app."],
    ),
    ("has no application", "x = 1\n", ["The module broken has none of app, application, create_app, make_app: write"]),
    ("is not Python", "def (:\n", ["SyntaxError: invalid syntax"]),
]


@pytest.mark.parametrize(("text", "sentences"), [row[1:] for row in BROKEN], ids=[row[0] for row in BROKEN])
def test_a_program_that_cannot_be_served_says_why_and_nothing_else(project, text, sentences):
    (project / "broken.py").write_text(text)
    status, said = serve("broken", "--port", str(free_port()), "--socket-port", str(free_port()), folder=project)
    assert status != 0
    assert all(sentence in said for sentence in sentences)
    assert "GAME OVER" not in said
    assert len(said.splitlines()) < 10


def test_a_folder_that_cannot_be_written_to_has_its_log_elsewhere(monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "build").touch()
    with log_file(1) as file:
        file.write(b"x")
        assert not file.name.startswith(str(tmp_path))
    Path(file.name).unlink()


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
