"""The development server."""

import http.client
import re
import signal
import socket
import sys
import threading
import urllib.request
from io import BytesIO, StringIO
from pathlib import Path

import pytest

from wsgi_apps import App, request
from wsgi_apps.development import server as development
from wsgi_apps.development.server import is_loopback, make_server, serve

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


class Terminal(StringIO):
    """A file that says that it is a terminal."""

    def isatty(self):
        return True


COLOURS = [("/", False, True), ("/boom", True, True), ("/none", True, True), ("/boom", False, False)]


@pytest.mark.parametrize(("path", "coloured", "wanted"), COLOURS)
def test_errors_have_a_colour_on_a_terminal(app, monkeypatch, path, coloured, wanted):
    monkeypatch.setattr(sys, "stderr", shown := Terminal())
    monkeypatch.setenv("NO_COLOR", "" if wanted else "1")
    app.debug = False
    with make_server(app, "127.0.0.1", 0, threaded=False) as server:
        ask(server, path)
    line = shown.getvalue().splitlines()[-1]
    assert f'"GET {path} HTTP/1.1" ' in line
    assert (line.startswith("\x1b[3"), line.endswith("\x1b[0m")) == (coloured, coloured)


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
        with urllib.request.urlopen(f"http://127.0.0.1:{server.server_port}{path}", data, timeout=60) as answer:
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
    assert '] "GET / HTTP/1.1" 200 4\n' in capsys.readouterr().err


CHUNKED = [
    ("two chunks", b"4\r\nWiki\r\n6;a=b\r\npedia \r\n0\r\n\r\n", b"Wikipedia "),
    ("a trailer", b"1\r\na\r\n0\r\nX: y\r\nZ: z\r\n\r\n", b"a"),
    ("nothing", b"0\r\n\r\n", b""),
    ("no length", b"\r\na\r\n0\r\n\r\n", None),
    ("a length in other digits", b"0x1\r\na\r\n0\r\n\r\n", None),
    ("a chunk that is too short", b"5\r\na", None),
    ("a chunk that is too long", b"1\r\nab\r\n0\r\n\r\n", None),
    ("no end", b"1\r\na\r\n", None),
]


@pytest.mark.parametrize(("sent", "body"), [row[1:] for row in CHUNKED], ids=[row[0] for row in CHUNKED])
@pytest.mark.parametrize("size", [1, 3, 100])
def test_chunks(sent, body, size, monkeypatch):
    monkeypatch.setattr(development, "PIECE", size)
    file, pieces = BytesIO(sent + b"GET"), []
    if body is None:
        with pytest.raises(ValueError, match="a chunk"):
            pieces += development.dechunked(file)
    else:
        pieces += development.dechunked(file)
        assert (b"".join(pieces), file.read()) == (body, b"GET")
        assert max(map(len, pieces), default=0) <= size


LENGTHS = [
    ("/", "GET", "4"),
    ("/", "HEAD", "4"),
    ("/empty", "GET", "0"),
    ("/none", "GET", None),
    ("/same", "GET", None),
]


@pytest.mark.parametrize(("path", "method", "length"), LENGTHS)
def test_an_answer_without_a_body_is_sent_without_a_length(app, path, method, length):
    app.add_url_rule("/empty", "empty", lambda: "")
    app.add_url_rule("/none", "none", lambda: ("", 204))
    app.add_url_rule("/same", "same", lambda: ("", 304))
    with make_server(app, "127.0.0.1", 0) as server:
        server.daemon_threads, server.block_on_close = False, True
        thread = threading.Thread(target=server.handle_request)
        thread.start()
        connection = http.client.HTTPConnection("127.0.0.1", server.server_port, timeout=60)
        connection.request(method, path)
        answer = connection.getresponse()
        assert (answer.headers["Content-Length"], answer.read()) == (
            length,
            b"root" if length == "4" and method == "GET" else b"",
        )
        connection.close()
        thread.join()


def test_a_body_in_chunks_arrives(app):
    app.add_url_rule("/length", "length", lambda: str(len(request.get_data())), methods=["POST"])
    with make_server(app, "127.0.0.1", 0) as server:
        server.daemon_threads, server.block_on_close = False, True
        assert ask(server, "/length", iter([b"a" * 70_000, b"b"])) == (200, "70001")


@pytest.mark.parametrize(("limit", "status"), [(None, 200), (10_000, 413), (200_000, 200)])
def test_the_application_says_how_large_a_body_may_be(app, limit, status, monkeypatch):
    monkeypatch.setattr(development, "BODY_LIMIT", 60_000)
    app.config["MAX_CONTENT_LENGTH"] = limit
    app.add_url_rule("/length", "length", lambda: str(len(request.get_data())), methods=["POST"])
    with make_server(app, "127.0.0.1", 0) as server:
        server.daemon_threads, server.block_on_close = False, True
        assert ask(server, "/length", b"a" * 100_000)[0] == status


def test_other_machines_are_kept_out(app):
    with pytest.raises(ValueError, match=r"host='0\.0\.0\.0' lets other machines in"):
        serve(app, "0.0.0.0", 0)


def test_whoever_means_it_lets_them_in(app, monkeypatch):
    served = []
    monkeypatch.setattr(development, "serve_forever", lambda *arguments: served.append(arguments))
    monkeypatch.setattr(development, "reloading", lambda serve_here, extra: (served.append(extra), serve_here()))
    serve(app, "0.0.0.0", 80, use_reloader=False, allow_remote=True)
    serve(app, port=80, threaded=False, extra_files=["a.toml"], use_debugger=False, reloader_type="stat")
    serve(app, port=80, use_reloader=False)
    assert served == [
        (app, "0.0.0.0", 80, True, False),
        [Path("a.toml")],
        (app, "127.0.0.1", 80, False, False),
        (app, "127.0.0.1", 80, True, True),
    ]


REFUSED = [
    ({"ssl_context": "adhoc"}, "the development server has no ssl_context='adhoc': it speaks plain HTTP; let nginx"),
    (
        {"processes": 3},
        "the development server has no processes=3: it is one process; let uWSGI or gunicorn have several",
    ),
    ({"load_dotenv": True}, "the development server has no load_dotenv=True: it reads no .env file"),
    ({"use_evalex": True}, "the development server has no use_evalex=True: its debug page runs no code"),
    (
        {"reloader_type": "watchdog"},
        "the development server has no reloader_type='watchdog': it looks at the files itself; write 'stat'",
    ),
    ({"prot": 80}, "the development server has no prot=80: leave it out, or choose another server"),
    ({"prot": None}, "the development server has no prot=None: leave it out, or choose another server"),
]


@pytest.mark.parametrize(("options", "message"), REFUSED, ids=[f"{row[0]}" for row in REFUSED])
def test_options_that_are_none_are_refused(app, options, message):
    with pytest.raises(TypeError, match=f"^{re.escape(message)}"):
        app.run(**options)


def test_what_is_turned_off_may_be_named(app, monkeypatch):
    served = []
    monkeypatch.setattr(development, "serve_forever", lambda *arguments: served.append(arguments))
    app.run(ssl_context=None, load_dotenv=False, use_reloader=False, reloader_type="auto")
    app.run("127.0.0.1", 80, False, False)
    assert len(served) == 2


PORTS = [(None, 5000), ("8000", 8000), (0, 0), (65535, 65535)]


@pytest.mark.parametrize(("port", "number"), PORTS)
def test_no_host_is_this_machine_and_a_port_may_be_text(app, port, number, monkeypatch):
    served = []
    monkeypatch.setattr(development, "serve_forever", lambda *arguments: served.append(arguments))
    serve(app, None, port, use_reloader=False)
    assert served == [(app, "127.0.0.1", number, True, True)]


@pytest.mark.parametrize("port", [65536, 99999, -1, "http", "", "\u0663", 80.0])
def test_what_is_no_port_is_refused(app, port):
    with pytest.raises(ValueError) as refused:
        serve(app, port=port)
    assert str(refused.value) == f"port={port!r} is not a port: write a number from 0 to 65535"


def test_one_request_after_the_other(app):
    with make_server(app, "127.0.0.1", 0, threaded=False) as server:
        assert ask(server, "/") == (200, "root")


def test_an_address_of_version_6(app):
    with make_server(app, "::1", 0) as server:
        assert server.address_family == socket.AF_INET6


def test_a_port_that_is_taken(app):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        with pytest.raises(SystemExit, match="cannot be used"):
            development.serve_forever(app, "127.0.0.1", taken.getsockname()[1], True, True)


def test_ctrl_c_ends_it(app, monkeypatch, capsys):
    def interrupted(self):
        raise KeyboardInterrupt

    monkeypatch.setattr(development.Server, "serve_forever", interrupted)
    development.serve_forever(app, "127.0.0.1", 0, True, True)
    assert "Running on http://127.0.0.1:" in capsys.readouterr().out


def test_an_address_of_version_6_is_announced_in_brackets(app, monkeypatch, capsys):
    monkeypatch.setattr(development.Server, "serve_forever", lambda self: None)
    development.serve_forever(app, "::1", 0, True, True)
    assert "Running on http://[::1]:" in capsys.readouterr().out


def test_a_page_to_try_is_named_where_it_is_not_the_first_one(monkeypatch, capsys):
    monkeypatch.setattr(development.Server, "serve_forever", lambda self: None)
    app = App(__name__, static_folder=None)
    app.add_url_rule("/hello", "hello", lambda: "hello")
    development.serve_forever(app, "127.0.0.1", 0, True, True)
    assert re.search(r"Try: http://127\.0\.0\.1:\d+/hello\n", capsys.readouterr().out)
