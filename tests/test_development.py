"""The development server."""

import os
import signal
import socket
import subprocess
import sys
import threading
import urllib.request
from pathlib import Path
from types import SimpleNamespace

import pytest

from wsgi_apps import App, development
from wsgi_apps.development import is_loopback, make_server, serve

HOSTS = [
    ("127.0.0.1", True),
    ("localhost", True),
    ("127.9.9.9", True),
    ("::1", True),
    ("0.0.0.0", False),
    ("lab.example", False),
]


@pytest.mark.parametrize(("host", "own"), HOSTS)
def test_loopback(host, own):
    assert is_loopback(host) is own


@pytest.fixture(autouse=True)
def the_signal_is_as_before():
    before = signal.getsignal(signal.SIGTERM)
    yield
    signal.signal(signal.SIGTERM, before)


@pytest.fixture
def app():
    app = App(__name__)
    app.debug = True
    app.add_url_rule("/", "root", lambda: "root")
    app.add_url_rule("/boom", "boom", lambda: 1 // 0)
    return app


def ask(server, path, data=None):
    thread = threading.Thread(target=server.handle_request)
    thread.start()
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{server.server_port}{path}", data, timeout=10) as answer:
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as error:
        with error:
            return error.code, error.read().decode()
    finally:
        thread.join()


def test_pages_and_mistakes(app, capsys):
    with make_server(app, "127.0.0.1", 0) as server:
        server.daemon_threads, server.block_on_close = False, True
        assert ask(server, "/") == (200, "root")
        status, page = ask(server, "/boom")
        assert (status, "ZeroDivisionError" in page) == (500, True)
        assert ask(server, "/", b"unread")[0] == 405
    assert "'\"GET / HTTP/1.1\" 200 4'" in capsys.readouterr().err


def test_other_machines_are_kept_out(app):
    with pytest.raises(ValueError, match=r"host='0\.0\.0\.0' lets other machines in"):
        serve(app, "0.0.0.0", 0)


def test_whoever_means_it_lets_them_in(app, monkeypatch):
    served = []
    monkeypatch.setattr(development, "serve_forever", lambda *arguments: served.append(arguments))
    monkeypatch.setattr(development, "serve_reloading", lambda *arguments: served.append(("reloading", *arguments)))
    serve(app, "0.0.0.0", 80, use_reloader=False, allow_remote=True)
    serve(app, port=80, threaded=False)
    assert served == [(app, "0.0.0.0", 80, True), ("reloading", app, "127.0.0.1", 80, False)]


def test_one_request_after_the_other(app):
    with make_server(app, "127.0.0.1", 0, threaded=False) as server:
        assert ask(server, "/") == (200, "root")


def test_an_option_that_is_none_is_refused(app):
    with pytest.raises(TypeError, match="processes"):
        app.run(processes=3)


def test_an_address_of_version_6(app):
    with make_server(app, "::1", 0) as server:
        assert server.address_family == socket.AF_INET6


def test_a_port_that_is_taken(app):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        with pytest.raises(SystemExit, match="cannot be used"):
            development.serve_forever(app, "127.0.0.1", taken.getsockname()[1], True)


def test_ctrl_c_ends_it(app, monkeypatch, capsys):
    def interrupted(self):
        raise KeyboardInterrupt

    monkeypatch.setattr(development.Server, "serve_forever", interrupted)
    development.serve_forever(app, "127.0.0.1", 0, True)
    assert "Running on http://127.0.0.1:" in capsys.readouterr().out


def test_the_reloader_starts_again_until_the_program_ends(app, monkeypatch):
    codes = [3, 3, 0]
    monkeypatch.delenv(development.RELOADED, raising=False)
    monkeypatch.setattr(subprocess, "run", lambda *arguments, **options: SimpleNamespace(returncode=codes.pop(0)))
    with pytest.raises(SystemExit) as ended:
        development.serve_reloading(app, "127.0.0.1", 0, True)
    assert (ended.value.code, codes) == (0, [])


def test_a_signal_ends_the_child_as_well(app, monkeypatch):
    def terminated(*arguments, **options):
        os.kill(os.getpid(), signal.SIGTERM)

    monkeypatch.delenv(development.RELOADED, raising=False)
    monkeypatch.setattr(subprocess, "run", terminated)
    with pytest.raises(SystemExit):
        development.serve_reloading(app, "127.0.0.1", 0, True)


def test_ctrl_c_ends_the_reloader(app, monkeypatch):
    def interrupted(*arguments, **options):
        raise KeyboardInterrupt

    monkeypatch.delenv(development.RELOADED, raising=False)
    monkeypatch.setattr(subprocess, "run", interrupted)
    with pytest.raises(SystemExit) as ended:
        development.serve_reloading(app, "127.0.0.1", 0, True)
    assert ended.value.code == 0


def test_the_child_serves_and_watches(app, monkeypatch):
    watched = threading.Event()
    served = []
    monkeypatch.setenv(development.RELOADED, "1")
    monkeypatch.setattr(development, "watch", lambda known: watched.set())
    monkeypatch.setattr(development, "serve_forever", lambda *arguments: served.append(arguments))
    development.serve_reloading(app, "127.0.0.1", 80, True)
    assert watched.wait(10)
    assert served == [(app, "127.0.0.1", 80, True)]


def test_a_change_is_seen(tmp_path, monkeypatch):
    file, sizes, ended = tmp_path / "a.py", iter([1, 1, 2]), []

    def leave(code):
        ended.append(code)
        raise SystemExit

    monkeypatch.setattr(development, "files", lambda: {file: next(sizes)})
    monkeypatch.setattr(development, "sleep", lambda seconds: None)
    monkeypatch.setattr(os, "_exit", leave)
    with pytest.raises(SystemExit):
        development.watch({file: 1})
    assert ended == [development.RELOAD]


def test_the_files_that_are_watched():
    watched = development.files()
    assert Path(__file__) in watched
    assert not any("site-packages" in str(path) for path in watched)
    assert development.command()[0] == sys.executable


PROGRAM = """
from wsgi_apps import App
app = App(__name__)
app.add_url_rule("/", "root", lambda: "hello from a file")
if __name__ == "__main__":
    app.run(port={port})
"""


@pytest.fixture
def port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.mark.parametrize(
    "command",
    [
        ["hello.py"],
        ["-m", "wsgi_apps", "run", "hello:app", "--port", "{port}"],
        ["-m", "wsgi_apps", "--app", "hello.py", "run", "--port", "{port}"],
    ],
    ids=["python file.py", "python -m wsgi_apps run", "the order of the course"],
)
def test_a_program_is_served(command, port, tmp_path):
    (tmp_path / "hello.py").write_text(PROGRAM.format(port=port))
    words = [sys.executable, "-W", "ignore", *(word.format(port=port) for word in command)]
    root = str(Path(development.__file__).parent.parent)
    process = subprocess.Popen(
        words,
        cwd=tmp_path,
        env=os.environ | {"PYTHONPATH": root},
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    try:
        assert f"Running on http://127.0.0.1:{port}/" in process.stdout.readline()
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=10) as answer:
            assert answer.read() == b"hello from a file"
    finally:
        process.send_signal(signal.SIGINT)
        process.communicate(timeout=10)
