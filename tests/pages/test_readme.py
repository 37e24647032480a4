"""The README is true: a copy of the project, made as a newcomer makes it, does what each command is said to do."""

import json
import os
import re
import signal
import subprocess

import pytest

from tests.support.servers import BIN, HOST, PATIENCE, ROOT, accepts, free_port, process, wait_until
from tests.support.terminal import copy_of_the_project, files_of_the_project, matches, steps

PYTHON = ".venv/bin/python"
README = (ROOT / "README.md").read_text(encoding="utf-8")
PAGES = [ROOT / name for name in files_of_the_project() if name.endswith(".md")]
SETUP = 300  # seconds that `make run` may take to compile uWSGI


class Machine:
    """A copy of the project, and the ports that stand for the ones it shows."""

    def __init__(self, folder):
        self.folder = folder
        self.ports = {"8000": free_port(), "19130": free_port(), "8080": free_port()}
        self.log = folder.with_name("terminal.log")
        copy_of_the_project(folder)

    def here(self, text):
        for shown, port in self.ports.items():
            text = text.replace(f"{HOST}:{shown}", f"{HOST}:{port}").replace(f"localhost:{shown}", f"localhost:{port}")
        return text

    def make(self, *words, ready):
        """Start a command of make as a terminal does, and wait until the port ``ready`` answers."""
        self.log = self.folder.with_name(f"{words[0]}.log")
        words = ["make", *words, f"PORT={self.ports['8000']}", f"SOCKET_PORT={self.ports['19130']}"]
        words.append(f"NGINX_PORT={self.ports['8080']}")
        with self.log.open("wb") as file:
            started = subprocess.Popen(
                words,
                cwd=self.folder,
                stdin=subprocess.DEVNULL,
                stdout=file,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        port = self.ports[ready]
        wait_until(lambda: accepts(port) or started.poll() is not None, f"make {words}", SETUP)
        assert started.poll() is None, self.shown()
        return started

    def shown(self):
        return self.log.read_text(encoding="utf-8")

    def shell(self, command):
        environment = os.environ | {name: f"{HOST}:{self.ports[port]}" for name, port in ADDRESSES.items()}
        done = subprocess.run(
            ["bash", "-c", self.here(command)], cwd=self.folder, env=environment, capture_output=True, check=True
        )
        return done.stdout.decode("utf-8")


ADDRESSES = {"WSGI_APPS_HTTP": "8000", "WSGI_APPS_SOCKET": "19130"}


def members(session):
    """Return the processes of a session (its leader's number), as ps lists them."""
    return subprocess.run(["ps", "-o", "pid=", "--sid", str(session)], capture_output=True, text=True).stdout.split()


def end(started, how, port):
    """End a command of make by a signal to it alone, or to all of its terminal; nothing may be left."""
    (os.killpg if how == signal.SIGINT else os.kill)(started.pid, how)
    started.wait(PATIENCE)
    wait_until(lambda: not members(started.pid), "the last process ended")
    assert not accepts(port)


@pytest.fixture(scope="module")
def machine(tmp_path_factory):
    return Machine(tmp_path_factory.mktemp("newcomer") / "wsgi_apps")


@pytest.fixture(scope="module")
def running(machine):
    """``make run`` in the first terminal, ended by SIGTERM."""
    started = machine.make("run", ready="8000")
    wait_until(lambda: "curl -X POST" in machine.shown(), "the curl line is shown")
    yield machine
    end(started, signal.SIGTERM, machine.ports["8000"])


def shown_by(program):
    """Return (command, output) for each command of the README that runs a program."""
    return [(step.command, step.shown) for step in steps(README) if step.command.split()[0] == program]


def test_every_command_shown_is_one_that_is_tested_here():
    assert len(steps(README)) == sum(len(shown_by(program)) for program in ("curl", "make", PYTHON))
    assert [command for command, _ in shown_by("make")] == ["make run", "make test", "make compare", "make nginx"]


@pytest.mark.parametrize(
    ("command", "output"),
    shown_by(PYTHON),
    ids=[command.partition("wsgi_apps ")[2][:20] for command, _ in shown_by(PYTHON)],
)
def test_the_tools_print_what_is_shown(running, command, output):
    assert matches(output, running.shell(f"{command} || true"))  # it has found something, which is its exit status


def test_make_run_says_where_it_listens(running):
    (shown,) = [output for command, output in shown_by("make") if command == "make run"]
    assert matches(running.here(shown), running.shown())


TO_UWSGI = [step for step in shown_by("curl") if ":8000" in step[0]]


@pytest.mark.parametrize(("command", "output"), TO_UWSGI, ids=[command[-30:] for command, _ in TO_UWSGI])
def test_curl_prints_what_is_shown(running, command, output):
    assert running.shell(command).strip() == output.strip()


def test_the_curl_line_that_make_run_prints_works(running):
    (line,) = re.findall(r"(?m)^  (curl -X POST .*)$", running.shown())
    assert running.shell(line) == "Hello World JongHyun"


def test_nginx_in_front(running):
    ((command, output),) = [step for step in shown_by("curl") if ":8080" in step[0]]
    front = running.make("nginx", ready="8080")
    try:
        assert running.shell(command) == output.strip()
        os.kill(front.pid, signal.SIGWINCH)  # what a resized window sends; a daemon would stop its workers
        assert running.shell(command) == output.strip()
        assert (
            running.shell("curl -s http://localhost:8080/")
            == "There is nothing here. The application is at /60162176.\n"
        )
        assert [line for line in running.shown().splitlines() if "[emerg]" in line or "[warn]" in line] == []
    finally:
        end(front, signal.SIGINT, running.ports["8080"])


def test_make_test_runs_everything():
    """The whole is not run within itself: what the command would run is looked at."""
    planned = subprocess.run(["make", "-n", "test"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    assert re.search(r"python -m tests +\|\| \{ echo .* doctor", planned.splitlines()[-1])


def test_the_course_command_in_an_active_environment(machine, running):
    command = "uwsgi --ini ini/uwsgi.ini --module wsgi_apps.hello_json"
    assert f"`{command}`" in README
    other = Machine.__new__(Machine)
    other.folder, other.ports = machine.folder, {"8000": free_port(), "19130": free_port()}
    line = f". .venv/bin/activate && {{ {command} 2>/dev/null & }} && server=$! && for i in $(seq 100); do "
    line += "curl -s http://127.0.0.1:8000/ && break || sleep 0.1; done; "
    line += "while kill $server 2>/dev/null; do sleep 0.2; done; wait $server"  # a master that still starts loses one
    assert other.shell(line) == "Send a POST request with a JSON body."


def test_another_module_and_ctrl_c(running):
    """``make run MODULE=...`` beside the first one, with other ports, ended by Ctrl-C."""
    assert "make run MODULE=wsgi_apps.hello" in README
    assert "`make run PORT=8001 SOCKET_PORT=19131`" in README
    other = Machine.__new__(Machine)
    other.folder, other.log = running.folder, running.log.with_name("second.log")
    other.ports = {"8000": free_port(), "19130": free_port(), "8080": free_port()}
    started = other.make("run", "MODULE=wsgi_apps.hello", ready="8000")
    assert other.shell("curl -s http://127.0.0.1:8000/any/path") == "Hello World"
    end(started, signal.SIGINT, other.ports["8000"])


def test_a_port_in_use_is_one_sentence(running):
    words = ["make", "run", f"PORT={running.ports['8000']}", f"SOCKET_PORT={free_port()}"]
    done = subprocess.run(words, cwd=running.folder, capture_output=True, text=True)
    said = [line for line in done.stderr.splitlines() if not line.startswith("make: ***")]
    assert done.returncode != 0
    assert len(said) == 1
    assert said[0].startswith(f"Port {running.ports['8000']} of 127.0.0.1 cannot be used (Address already in use): ")
    assert said[0].endswith("or choose another with --port NUMBER (make: PORT=NUMBER).")
    assert done.stdout == ""


#: a command of the README, the path to ask for, and what says the port where the command does not
SERVED = [
    ("python -m wsgi_apps run hello", "/hello/JongHyun", "--port {port}"),
    (
        "uwsgi --http 127.0.0.1:8000 --mount /60162176=hello:app --manage-script-name --need-app",
        "/60162176/hello/JongHyun",
        "",
    ),
    ("gunicorn hello:app", "/hello/JongHyun", "--bind 127.0.0.1:{port}"),
]


@pytest.mark.parametrize(("command", "path", "more"), SERVED, ids=[row[0] for row in SERVED])
def test_program_shown_runs(command, path, more, tmp_path):
    """The listing is a whole program: it is run as the text below it says."""
    (listing,) = re.findall(r"(?ms)^```python\n(.*?)^```", README)
    (tmp_path / "hello.py").write_text(listing, encoding="utf-8")
    port = free_port()
    words = [BIN / command.split()[0], *command.replace("8000", str(port)).split()[1:], *more.format(port=port).split()]
    quiet = {"PYTHONPATH": str(ROOT), "PYTHONWARNINGS": "ignore:'cgi' is deprecated"}
    with process(words, tmp_path / "log", port, folder=tmp_path, **quiet):
        shown = subprocess.run(["curl", "-s", "-A", "curl", f"http://{HOST}:{port}{path}"], capture_output=True).stdout
    assert json.loads(shown) == {"hello": "JongHyun", "client": "curl"}


def test_a_misspelt_application_stops_the_server_that_is_shown(tmp_path):
    """Without need-app uWSGI would answer 500 to everybody, for ever."""
    command = SERVED[1][0].replace("hello:app", "hello:nope").replace("8000", str(free_port()))
    (tmp_path / "hello.py").write_text("app = None\n")
    words = [BIN / "uwsgi", *command.split()[1:]]
    done = subprocess.run(words, cwd=tmp_path, capture_output=True, text=True, timeout=PATIENCE)
    assert done.returncode == 22
    assert "no app loaded" in done.stderr


def test_every_way_to_serve_the_program_shown_is_run():
    assert [row[:2] for row in SERVED] == re.findall(r"(?m)^\| `([^`]+)` \| `http://127.0.0.1:\d+([^`]+)` \|$", README)


def test_make_alone_lists_the_commands():
    shown = subprocess.run(["make"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    described = [line.split()[1] for line in shown.splitlines() if line.startswith("  ")]
    targets = re.findall(r"(?m)^([a-z-]+):", (ROOT / "Makefile").read_text())
    assert described == targets


def test_folders_of_the_table_exist():
    folders = re.findall(r"(?m)^\| `([\w/]+)/` \|", README)
    assert folders == ["examples", "wsgi_apps", "wsgi_apps/tools", "ini", "tests", "docs"]
    assert all((ROOT / folder).is_dir() for folder in folders)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_links_lead_somewhere(page):
    prose = re.sub(r"(?ms)^```.*?^```|`[^`\n]+`", "", page.read_text(encoding="utf-8"))
    for target in re.findall(r"\]\(([^)#:]+)\)", prose):
        assert (page.parent / target).exists(), target
