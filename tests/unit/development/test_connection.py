"""The connection of a client: what is read in a loop has a limit, and a head means one thing alone."""

import socket
import threading
import time
from contextlib import contextmanager
from io import BytesIO

import pytest

from wsgi_apps import App, request
from wsgi_apps.development import connection
from wsgi_apps.development.server import dechunked, make_server


@contextmanager
def served(threaded=True):
    app = App(__name__, static_folder=None)
    show = lambda: f"{request.get_data()} {request.headers.get('X-User')}"  # noqa: E731 (the view)
    app.add_url_rule("/", "index", show, methods=["GET", "POST"])
    with make_server(app, "127.0.0.1", 0, threaded) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield server.server_port
        finally:
            server.shutdown()
            thread.join()


def talk(port, *pieces, pause=0.0):
    """Send the pieces with pauses between them; return what comes until the server closes."""
    with socket.create_connection(("127.0.0.1", port), timeout=60) as link:
        try:
            for piece in pieces:
                link.sendall(piece)
                time.sleep(pause)
        except OSError:  # the server has closed
            pass
        said = b""
        try:
            while piece := link.recv(65536):
                said += piece
        except ConnectionError:
            pass
        return said


def post(*lines, body=b"hello"):
    return b"\r\n".join([b"POST / HTTP/1.1", b"Host: localhost", *lines, b"", body])


LENGTH = b"Content-Length: 5"
TWO_MEANINGS = {
    "two lengths": post(LENGTH, b"Content-Length: 7"),
    "the same length twice": post(LENGTH, LENGTH),
    "two codings": post(b"Transfer-Encoding: chunked", b"Transfer-Encoding: chunked"),
    "a length and a coding": post(LENGTH, b"Transfer-Encoding: chunked", body=b"0\r\n\r\n"),
    "two hosts": post(b"host: other", LENGTH),
    "two types": post(LENGTH, b"Content-Type: text/plain", b"Content-Type: application/json"),
    "a space before the colon": post(b"Transfer-Encoding : chunked", LENGTH),
    "a tab before the colon": post(b"Content-Length\t: 5"),
    "a space before the name": post(LENGTH, b" X-User: a"),
    "a header that goes on": post(LENGTH, b"X-User: a", b" b"),
    "a lone CR": post(b"X: a\rContent-Length: 7", LENGTH),
    "NUL": post(b"X: \x00", LENGTH),
    "no colon": post(b"X", LENGTH),
    "no name": post(b": x", LENGTH),
    "letters outside ASCII in a name": post(b"X\xc3\xa9: a", LENGTH),
    "an empty coding": post(b"Transfer-Encoding:", body=b""),
    "an empty coding and a length": post(b"Transfer-Encoding: \t", LENGTH, body=b"he"),
    "no host": b"GET / HTTP/1.1\r\n\r\n",
    "a whole URL without a host": b"GET http://localhost/ HTTP/1.1\r\n\r\n",
    "a length that is not a number": post(b"Content-Length: +5"),
}


@pytest.mark.parametrize("sent", TWO_MEANINGS.values(), ids=TWO_MEANINGS)
def test_a_head_that_two_programs_read_in_two_ways_is_refused(sent):
    with served() as port:
        assert talk(port, sent).split(b" ")[1] == b"400"
        assert b"b'hello' None" in talk(port, post(LENGTH))


def test_an_empty_coding_is_refused_before_the_body_comes(monkeypatch):
    """The client keeps the connection open: the server would wait for chunks that never come."""
    monkeypatch.setattr(connection, "SILENCE", float("inf"))
    with served() as port, socket.create_connection(("127.0.0.1", port), timeout=60) as link:
        link.sendall(post(b"Transfer-Encoding:", b"Content-Length: 3", body=b""))
        assert link.recv(65536).split(b" ")[1] == b"400"


FIT = {
    "HTTP/1.0 without a host": b"GET / HTTP/1.0\r\n\r\n",
    "an empty host": b"GET / HTTP/1.1\r\nHost:\r\n\r\n",
    "an empty line first": b"\r\nGET / HTTP/1.1\r\nHost: a\r\n\r\n",
    "an empty line without CR": b"\nGET / HTTP/1.1\r\nHost: a\r\n\r\n",
}


@pytest.mark.parametrize("sent", FIT.values(), ids=FIT)
def test_a_head_that_is_fit_is_answered(sent):
    with served() as port:
        assert talk(port, sent).split(b" ")[1] == b"200"


def test_one_empty_line_is_enough():
    with served() as port:
        assert talk(port, b"\r\n\r\nGET / HTTP/1.1\r\nHost: a\r\n\r\n") == b""


@pytest.mark.parametrize("name", [b"X_User", b"x_user", b"X-USER_"])
def test_a_header_with_an_underscore_is_left_out(name):
    with served() as port:
        assert b"b'hello' None" in talk(port, post(name + b": admin", LENGTH))
        for lines in ((b"X-User: kim", name + b": admin"), (name + b": admin", b"X-User: kim")):
            assert b"b'hello' kim" in talk(port, post(*lines, LENGTH))
        assert b"b'hello' None" in talk(port, post(b"Content_Length: 2", LENGTH))


def test_headers_beyond_the_limits_get_an_answer_of_their_own():
    with served() as port:
        for lines in ([b"X: " + b"a" * 70_000], [b"X: " + b"a" * 8000] * 9, [b"X: a"] * 101):
            assert talk(port, post(*lines, LENGTH)).split(b" ")[1] == b"431"
        assert b"b'hello' None" in talk(port, post(b"X: " + b"a" * 60_000, LENGTH))


@pytest.mark.parametrize("threaded", [True, False])
def test_idle_connections_are_given_up(threaded, monkeypatch, capsys):
    monkeypatch.setattr(connection, "SILENCE", 0.1)
    monkeypatch.setattr(connection, "HEAD_TIME", float("inf"))  # the silence alone ends them
    with served(threaded) as port:
        idle = [socket.create_connection(("127.0.0.1", port), timeout=60) for _ in range(5)]
        assert [link.recv(1) for link in idle] == [b""] * 5
        for link in idle:
            link.close()
        assert b"b'hello' None" in talk(port, post(LENGTH))
    assert capsys.readouterr().err.count("the client was silent for too long") == 5


def test_a_byte_now_and_then_does_not_keep_a_connection(monkeypatch):
    monkeypatch.setattr(connection, "HEAD_TIME", 0.3)
    monkeypatch.setattr(connection, "BODY_TIME", 0.3)
    letters = [bytes([letter]) for letter in b"GET / HTTP/1.1\r\nHost: a" + b"a" * 60]
    with served() as port:
        assert talk(port, *letters, pause=0.05) == b""
        slow_body = talk(port, post(b"Content-Length: 100", body=b""), *[b"x"] * 60, pause=0.05)
        assert slow_body.split(b" ")[1] == b"400"


def test_a_client_that_waits_with_its_body_is_answered(monkeypatch):
    monkeypatch.setattr(connection, "SILENCE", 0.1)
    with served() as port:
        assert talk(port, post(LENGTH, body=b"he")).split(b" ")[1] == b"400"
        assert b"b'hello'" in talk(port, post(LENGTH, body=b"he"), b"llo")


def endless(unit, most=3_000_000):
    return BytesIO(unit * (most // len(unit)))


ENDLESS = {
    "trailers": BytesIO(b"0\r\n" + b"X: y\r\n" * 100_000),
    "long trailers": BytesIO(b"0\r\n" + (b"X: " + b"y" * 5000 + b"\r\n") * 1000),
    "extensions": endless(b"1;" + b"a" * 5000 + b"\r\nx\r\n"),
}


@pytest.mark.parametrize("file", ENDLESS.values(), ids=ENDLESS)
def test_lines_around_chunks_have_an_end(file):
    file.seek(0)
    with pytest.raises(ValueError, match="the lines around the chunks are longer"):
        list(dechunked(file))
    assert file.tell() < 200_000


def test_small_chunks_are_usual():
    content = b"".join(dechunked(BytesIO(b"1\r\nx\r\n" * 100_000 + b"0\r\n\r\n")))
    assert content == b"x" * 100_000


def test_what_has_come_too_late_is_not_read():
    client, server = socket.socketpair()
    with client, server:
        client.sendall(b"ab")
        file = connection.PatientSocket(server)
        assert file.readinto(bytearray(1)) == 1
        file.allow(0.0)
        with pytest.raises(TimeoutError, match="too slow"):
            file.readinto(bytearray(1))
