"""The head of a request becomes the keys of environ, each once, and nothing else does."""

import socket
import threading
from contextlib import contextmanager
from io import BytesIO
from wsgiref.validate import validator

import pytest

from wsgi_apps import App, request
from wsgi_apps.development.request_head import (
    CONTINUE,
    AwaitedInput,
    complaint_of,
    expects_continue,
    header_keys,
    target_keys,
)
from wsgi_apps.development.server import make_server

TARGETS = [
    ("/a/b?x=1", "/a/b", "x=1", None),
    ("/a%20b", "/a b", "", None),
    ("/a%2Fb?x=%20", "/a/b", "x=%20", None),
    ("/%ED%95%9C?", "/\xed\x95\x9c", "", None),
    ("/a?b?c", "/a", "b?c", None),
    ("//evil.example/a", "//evil.example/a", "", None),
    ("/http://localhost/a", "/http://localhost/a", "", None),
    ("http://localhost/a/b?x=1", "/a/b", "x=1", "localhost"),
    ("HTTP://LocalHost:9/a", "/a", "", "LocalHost:9"),
    ("https://localhost/", "/", "", "localhost"),
    ("http://localhost", "/", "", "localhost"),
    ("http://localhost?x=1", "/", "x=1", "localhost"),
    ("http://[::1]:80//a", "//a", "", "[::1]:80"),
    ("*", "*", "", None),
]


@pytest.mark.parametrize(("target", "path", "query", "host"), TARGETS, ids=[row[0] for row in TARGETS])
def test_targets(target, path, query, host):
    keys = target_keys(target)
    assert (keys["PATH_INFO"], keys["QUERY_STRING"], keys.get("HTTP_HOST")) == (path, query, host)
    assert keys["REQUEST_URI"] == keys["RAW_URI"] == target
    assert complaint_of(target) == ""


HEADERS = [
    ("nothing", [], {}),
    (
        "a type and a length",
        [("content-type", "a/b"), ("CONTENT-LENGTH", "3")],
        {"CONTENT_TYPE": "a/b", "CONTENT_LENGTH": "3"},
    ),
    ("spaces around", [("X-A", " \ta b\t ")], {"HTTP_X_A": "a b"}),
    ("an empty value", [("X-A", "")], {"HTTP_X_A": ""}),
    ("a folded value", [("X-A", "a\r\n  b \r\n\tc")], {"HTTP_X_A": "a b c"}),
    ("a name twice", [("Accept", "a"), ("accept", "b")], {"HTTP_ACCEPT": "a, b"}),
    ("cookies twice", [("Cookie", "a=1"), ("Cookie", "b=2")], {"HTTP_COOKIE": "a=1; b=2"}),
    ("an underscore", [("X_User", "fake")], {}),
    ("both, the forged first", [("X_User", "fake"), ("X-User", "real")], {"HTTP_X_USER": "real"}),
    ("both, the forged last", [("X-User", "real"), ("X_User", "fake")], {"HTTP_X_USER": "real"}),
    ("half an underscore", [("X-Forwarded_For", "fake")], {}),
    ("forged framing", [("Content_Length", "3"), ("Transfer_Encoding", "chunked")], {}),
    ("names of environ", [("Remote-Addr", "a"), ("Path-Info", "b")], {"HTTP_REMOTE_ADDR": "a", "HTTP_PATH_INFO": "b"}),
    ("two lengths", [("Content-Length", "3"), ("Content-Length", "5")], {"CONTENT_LENGTH": "3, 5"}),
]


@pytest.mark.parametrize(("pairs", "keys"), [row[1:] for row in HEADERS], ids=[row[0] for row in HEADERS])
def test_headers(pairs, keys):
    assert header_keys(pairs) == keys


EXPECTED = [
    ("100-continue", "HTTP/1.1", True),
    ("100-Continue", "HTTP/1.1", True),
    ("x=1, 100-continue", "HTTP/1.1", True),
    ("100-continue", "HTTP/1.0", False),
    ("200-ok", "HTTP/1.1", False),
    ("", "HTTP/1.1", False),
]


@pytest.mark.parametrize(("value", "version", "expects"), EXPECTED)
def test_who_waits_for_100(value, version, expects):
    assert expects_continue({"HTTP_EXPECT": value}, version) is expects


@pytest.mark.parametrize(
    "read", [lambda file: file.read(3), lambda file: file.readline(), next, lambda file: file.readlines()]
)
def test_100_is_sent_once_before_the_first_reading(read):
    said = []
    file = AwaitedInput(BytesIO(b"a\nb"), said.append)
    assert said == []
    read(iter(file) if read is next else file)
    file.read(1)
    assert said == [CONTINUE]


def test_a_head_that_is_read_differently_is_refused():
    for target in ("a", "a/b", "?x", "localhost:80", ".."):
        assert "target" in complaint_of(target)


@contextmanager
def serving(app, **options):
    with make_server(app, "127.0.0.1", 0, **options) as server:
        thread = threading.Thread(target=server.serve_forever, args=[0.01])
        thread.start()
        try:
            yield server
        finally:
            server.shutdown()
            thread.join()


def talk(server, sent):
    with socket.create_connection(("127.0.0.1", server.server_port), 10) as connection:
        connection.sendall(sent.replace(b"\n", b"\r\n"))
        return b"".join(iter(lambda: connection.recv(65536), b""))


@pytest.fixture
def app():
    app = App(__name__, static_folder=None)
    app.seen = []

    def seen(**values):
        app.seen.append({key: value for key, value in request.environ.items() if isinstance(value, (str, bool))})
        return f"{request.content_type} {request.content_length} {len(request.get_data())}"

    app.add_url_rule("/", "root", seen, methods=["GET", "POST", "PUT"])
    app.add_url_rule("/<path:path>", "path", seen, methods=["GET"])
    return app


def test_environ_has_what_was_sent_and_what_pep_3333_asks_for(app, monkeypatch):
    for name in ("HTTP_X_USER", "HTTP_PROXY", "CONTENT_TYPE", "HTTPS", "REMOTE_USER", "SECRET"):
        monkeypatch.setenv(name, "on")
    with serving(app) as server:
        assert talk(server, b"GET /a?b=1 HTTP/1.1\nHost: localhost\n\n").endswith(b"None None 0")
        port = str(server.server_port)
    [seen] = app.seen
    assert int(seen.pop("REMOTE_PORT")) > 0
    assert seen.pop("SERVER_NAME")
    assert seen.pop("SERVER_SOFTWARE").startswith("WSGIServer/")
    assert seen == {
        "REQUEST_METHOD": "GET", "SCRIPT_NAME": "", "PATH_INFO": "/a", "QUERY_STRING": "b=1", "REQUEST_URI": "/a?b=1",
        "RAW_URI": "/a?b=1", "HTTP_HOST": "localhost", "SERVER_PORT": port, "SERVER_PROTOCOL": "HTTP/1.1",
        "GATEWAY_INTERFACE": "CGI/1.1", "REMOTE_ADDR": "127.0.0.1", "wsgi.url_scheme": "http", "wsgi.multithread": True,
        "wsgi.multiprocess": False, "wsgi.run_once": False, "wsgi_apps.explains": True,
    }  # fmt: skip


def test_a_server_without_threads_says_so(app):
    with serving(app, threaded=False) as server:
        talk(server, b"GET / HTTP/1.1\nHost: localhost\n\n")
    assert app.seen[0]["wsgi.multithread"] is False


def test_the_validator_has_nothing_to_say(app):
    application = validator(lambda environ, start_response: app(environ, start_response))
    with serving(application) as server:
        reply = talk(server, b"POST / HTTP/1.1\nHost: localhost\nContent-Length: 3\n\nabc")
        assert reply.endswith(b"None 3 3")


BODIES = [
    ("none", b"GET / HTTP/1.1\nHost: a\n\n", b"None None 0"),
    ("empty", b"POST / HTTP/1.1\nHost: a\nContent-Length: 0\n\n", b"None 0 0"),
    ("with a type", b"POST / HTTP/1.1\nHost: a\nContent-Type: text/x\nContent-Length: 3\n\nabc", b"text/x 3 3"),
    ("an empty type", b"POST / HTTP/1.1\nHost: a\nContent-Type:\nContent-Length: 3\n\nabc", b"None 3 3"),
    ("chunked and empty", b"POST / HTTP/1.1\nHost: a\nTransfer-Encoding: chunked\n\n0\n\n", b"None None 0"),
    ("of HTTP/1.0", b"POST / HTTP/1.0\nContent-Length: 3\n\nabc", b"None 3 3"),
]


@pytest.mark.parametrize(("sent", "said"), [row[1:] for row in BODIES], ids=[row[0] for row in BODIES])
def test_nothing_is_said_of_a_body_that_was_not_sent(app, sent, said):
    with serving(app) as server:
        assert talk(server, sent).endswith(said)


@pytest.mark.parametrize("sent", [b"GET a HTTP/1.1\nHost: a\n\n", b"GET / HTTP/1.1\nHost: a\nHost: b\n\n"])
def test_a_malformed_head_is_a_400(app, sent):
    with serving(app) as server:
        assert b" 400 " in talk(server, sent).partition(b"\r\n")[0]
    assert app.seen == []


def test_a_first_line_that_is_not_http_is_a_400(app):
    with serving(app) as server:
        assert b"Error code: 400" in talk(server, b"hello\n\n")


def test_a_first_line_that_is_too_long_is_a_414(app):
    with serving(app) as server:
        assert b" 414 " in talk(server, b"GET /" + b"a" * 65536).partition(b"\r\n")[0]


def ask_first(server, head):
    """Send a head; return the first that comes back, and a function that sends the body and returns the rest."""
    connection = socket.create_connection(("127.0.0.1", server.server_port), 10)
    connection.sendall(head.replace(b"\n", b"\r\n"))
    first = connection.recv(65536)

    def rest(body):
        with connection:
            connection.sendall(body)
            return b"".join(iter(lambda: connection.recv(65536), b""))

    return first, rest


@pytest.mark.parametrize(
    ("framing", "body"), [(b"Content-Length: 3", b"abc"), (b"Transfer-Encoding: chunked", b"3\r\nabc\r\n0\r\n\r\n")]
)
def test_100_comes_at_once_and_then_the_response(app, framing, body):
    with serving(app) as server:
        first, rest = ask_first(server, b"PUT / HTTP/1.1\nHost: a\nExpect: 100-continue\n" + framing + b"\n\n")
        assert first == CONTINUE
        reply = rest(body)
    assert (b" 200 OK" in reply, reply.endswith(b" 3 3"), b" 100 " in reply) == (True, True, False)


def test_a_body_that_is_too_large_is_not_asked_for(app):
    head = b"PUT / HTTP/1.1\nHost: a\nExpect: 100-continue\nContent-Length: 999999999\n\n"
    with serving(app) as server:
        reply = talk(server, head)
    assert reply.startswith(b"HTTP/1.0 413 ")
