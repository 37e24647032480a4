"""The development server as a program: it is started, reloaded and ended."""

import os
import signal
import socket
import subprocess
import sys
import urllib.request

import pytest

from tests.support.servers import ROOT, free_port

PROGRAM = """
from wsgi_apps import App
app = App(__name__)
app.add_url_rule("/", "root", lambda: "hello from a file")
if __name__ == "__main__":
    app.run(port={port})
"""


@pytest.fixture
def port():
    return free_port()


@pytest.mark.parametrize(
    "command",
    [
        ["hello.py"],
        ["-m", "wsgi_apps", "run", "hello:app", "--port", "{port}"],
        ["-m", "wsgi_apps", "--app", "hello.py", "run", "--port", "{port}"],
        ["-m", "wsgi_apps", "--app=hello", "run", "-p", "{port}"],
        ["-m", "wsgi_apps", "--app", "hello", "--debug", "run", "-p", "{port}"],
        ["-m", "wsgi_apps", "run", "unguarded", "-p", "{port}"],
    ],
    ids=[
        *("python file.py", "python -m wsgi_apps run", "the order of the course", "one word", "an option before run"),
        "a program that calls run itself",
    ],
)
def test_a_program_is_served(command, port, tmp_path):
    (tmp_path / "hello.py").write_text(PROGRAM.format(port=port))
    (tmp_path / "unguarded.py").write_text(PROGRAM.format(port=1).replace("__main__", "unguarded"))
    process = started([word.format(port=port) for word in command], tmp_path)
    try:
        assert said(process, f"Running on http://127.0.0.1:{port}/")
        assert page(port) == b"hello from a file"
    finally:
        process.send_signal(signal.SIGINT)
        process.communicate(timeout=60)


def started(command, folder):
    return subprocess.Popen(
        [sys.executable, "-W", "ignore", *command],
        cwd=folder,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


def said(process, words):
    return any(words in line for line in process.stdout)


def page(port):
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=60) as answer:
        return answer.read()


def test_a_half_written_file_does_not_end_the_reloader_and_a_signal_ends_all_of_it(port, tmp_path):
    file, good = tmp_path / "hello.py", PROGRAM.format(port=port)
    file.write_text(good)
    process = started(["-m", "wsgi_apps", "run", "hello", "--debug", "--port", str(port)], tmp_path)
    try:
        assert said(process, "Running on")
        file.write_text(good + "def half(:\n")
        assert said(process, "SyntaxError")
        assert said(process, "It starts again when a file changes")
        file.unlink()
        file.write_text(good.replace("a file", "a mended file"))
        assert said(process, "Running on")
        assert page(port) == b"hello from a mended file"
    finally:
        process.send_signal(signal.SIGTERM)
        process.communicate(timeout=60)  # returns when nobody holds the pipe any more: the child neither
    assert process.returncode == 0
    with socket.socket() as probe, pytest.raises(ConnectionRefusedError):
        probe.connect(("127.0.0.1", port))


def test_a_reloader_that_is_killed_leaves_no_child(port, tmp_path):
    (tmp_path / "hello.py").write_text(PROGRAM.format(port=port))
    process = started(["-m", "wsgi_apps", "run", "hello", "--debug", "--port", str(port)], tmp_path)
    assert said(process, "Running on")
    process.kill()
    process.communicate(timeout=60)  # returns when nobody holds the pipe any more
    with socket.socket() as probe, pytest.raises(ConnectionRefusedError):
        probe.connect(("127.0.0.1", port))
