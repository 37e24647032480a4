"""The bytes of a request, and the keys of environ that came of them."""

from dataclasses import replace

import pytest

from wsgi_apps.development.secrets import Mask
from wsgi_apps.development.values import Values
from wsgi_apps.tools.course.asking import environ_of
from wsgi_apps.tools.xray.asked import typed
from wsgi_apps.tools.xray.limits import Limits
from wsgi_apps.tools.xray.wire import environ_rows, message, remember_secrets

REQUEST = replace(
    typed("POST /종현?page=2"),
    headers=(("X-Name", "종"), ("Cookie", "session=abcdefgh"), ("Content-Type", "text/plain")),
    body="본문".encode(),
)
ORIGINS = {
    "REQUEST_METHOD": ({"code": "request-line"}, "POST"),
    "PATH_INFO": ({"code": "request-line"}, "/%EC%A2%85%ED%98%84"),
    "QUERY_STRING": ({"code": "query"}, "page=2"),
    "SERVER_PROTOCOL": ({"code": "request-line"}, "HTTP/1.1"),
    "HTTP_HOST": ({"code": "header", "name": "Host"}, "localhost"),
    "HTTP_X_NAME": ({"code": "header", "name": "X-Name"}, "종".encode().decode("latin-1")),
    "HTTP_COOKIE": ({"code": "header", "name": "Cookie"}, "••••(16)"),
    "CONTENT_LENGTH": ({"code": "header", "name": "Content-Length"}, "6"),
    "wsgi.input": ({"code": "pep3333"}, "본문".encode().decode("latin-1")),
    "SCRIPT_NAME": ({"code": "mount"}, None),
    "REMOTE_ADDR": ({"code": "connection"}, None),
    "SERVER_NAME": ({"code": "server"}, None),
    "wsgi.version": ({"code": "pep3333"}, None),
    "other": ({"code": "other"}, None),
}


@pytest.fixture
def mask():
    made = Mask()
    remember_secrets(made, REQUEST)
    return made


@pytest.mark.parametrize("key", ORIGINS)
def test_a_key_comes_from_its_bytes(mask, key):
    text = message(REQUEST, mask, Limits())["bytes"]
    rows = environ_rows({**environ_of(REQUEST), "other": 1}, REQUEST, "/prefix", Values(mask), Limits())
    ((_, _, origin, first, last),) = [row for row in rows if row[0] == key]
    assert (origin, None if first is None else text[first:last]) == ORIGINS[key]


def test_keys_are_in_the_order_of_their_bytes(mask):
    rows = environ_rows(environ_of(REQUEST), REQUEST, "", Values(mask), Limits())
    places = [first for *_, first, _ in rows if first is not None]
    assert places == sorted(places)
    assert len(places) == 10


def test_length_is_that_of_the_bytes(mask):
    found = message(REQUEST, Mask(), Limits())
    assert (found["length"], found["truncated"]) == (len(found["bytes"]), False)
    assert message(REQUEST, mask, Limits())["length"] == found["length"]


def test_a_long_body_is_cut():
    request = replace(REQUEST, body=b"x" * 100)
    found = message(request, Mask(), Limits(body=10))
    assert found["truncated"] is True
    assert found["bytes"].endswith("\r\n\r\n" + "x" * 10)
    assert found["length"] == len(found["bytes"]) + 90


def test_chunks_stand_in_the_bytes():
    found = message(replace(REQUEST, chunked=True), Mask(), Limits())
    assert found["bytes"].endswith("0\r\n\r\n")
    assert found["length"] == len(found["bytes"])
