"""The smallest callable on each server, and the two bodies that are not what PEP 3333 asks for."""

import pytest

from tests.support.servers import talk

HELLO = "examples.lab00_hello.raw"
TEXT = "examples.lab00_hello.trap_text"
BARE_BYTES = "examples.lab00_hello.trap_bare_bytes"
GET = b"GET /60162176 HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
SERVERS = ["wsgiref", "uwsgi-http-socket", "gunicorn"]


@pytest.mark.parametrize("way", [*SERVERS, "nginx-uwsgi"])
def test_the_greeting_is_the_same_everywhere(served, way):
    server = served(way, HELLO)
    reply = talk(server.port, GET)
    assert (reply.status, reply.body) == (200, b"Hello World")
    assert "'GET' '/60162176'\n" in server.lines()


def test_a_line_break_in_the_path_stays_on_its_line_of_the_log(served):
    server = served("uwsgi-http-socket", HELLO)
    talk(server.port, GET.replace(b" /60162176", b" /a%0D%0Aforged/%ED%95%9C"))
    assert "'GET' '/a\\r\\nforged/\\ud55c'\n" in server.lines()


#: (module, way) -> the status, what of the text arrives, and what the log says
BODIES = {
    (TEXT, "uwsgi-http-socket"): (b" 200 ", b"", ""),
    (TEXT, "gunicorn"): (b" 200 ", b"", "TypeError: 'Hello World' is not a byte"),
    (TEXT, "wsgiref"): (b" 500 ", b"", "write() argument must be a bytes instance"),
    (BARE_BYTES, "uwsgi-http-socket"): (b" 200 ", b"Hello World", ""),
    (BARE_BYTES, "gunicorn"): (b" 200 ", b"", "TypeError: 72 is not a byte"),
    (BARE_BYTES, "wsgiref"): (b" 500 ", b"", "write() argument must be a bytes instance"),
}


@pytest.mark.parametrize(
    ("module", "way"), BODIES, ids=[f"{module.rpartition('.')[2]} on {way}" for module, way in BODIES]
)
def test_a_body_that_is_no_list_of_bytes(served, module, way):
    status, text, logged = BODIES[module, way]
    server = served(way, module)
    reply = talk(server.port, GET)
    assert status in reply.data.partition(b"\r\n")[0]
    assert (b"Hello World" in reply.body) is bool(text)
    assert logged in server.lines()


def test_uwsgi_is_silent_about_a_body_of_text(served):
    """The worst of it: the page is empty, the status says all is well, and so does the log."""
    server = served("uwsgi-http-socket", TEXT)
    assert talk(server.port, GET).body == b""
    assert "Error" not in server.lines()
