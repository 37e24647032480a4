"""What a request was, without its secrets and without reading it."""

from io import BytesIO

import pytest

from wsgi_apps.development.request_facts import SEARCHED, body_of, header_names, remember_secrets, text_of
from wsgi_apps.development.secrets import Mask


class File(BytesIO):
    """A file of another class, which may be a socket."""


def test_only_a_body_in_memory_is_looked_at():
    file = BytesIO(b"abc")
    file.read(2)
    assert body_of({"wsgi.input": file}) == b"abc"
    assert file.read() == b"c"
    assert body_of({"wsgi.input": File(b"abc")}) is body_of({}) is None


def test_of_a_long_body_the_beginning_is_searched_for_secrets():
    mask = Mask()
    body = b'{"token": "at-the-beginning", "x": "' + b"x" * SEARCHED + b'", "token": "at-the-end"}'
    remember_secrets({"wsgi.input": BytesIO(body)}, mask)
    assert mask("at-the-beginning, at-the-end").endswith("(16), at-the-end")


def test_headers_have_their_names():
    environ = {"HTTP_X_API_KEY": "a", "CONTENT_TYPE": "b", "REQUEST_METHOD": "GET", "HTTP_HOST": "c"}
    assert list(header_names(environ).values()) == ["Content-Type", "Host", "X-Api-Key"]


TEXTS = [
    (b"", ""),
    ("종현".encode(), "종현"),
    (b"\xff\xd8\xff", ""),
    (b"a\0b", ""),
    ("가".encode() * 2000, "가" * 1365),
    (b"\xff" * 5000, ""),
]


@pytest.mark.parametrize(("body", "text"), TEXTS)
def test_a_body_is_shown_if_it_is_text(body, text):
    assert text_of(body) == text


FORM = "application/x-www-form-urlencoded"
PARTS = b'--x\r\nContent-Disposition: form-data; name="password"\r\n\r\nin-parts-5\r\n--x--\r\n'
REQUESTS = [
    ({"HTTP_COOKIE": "id=in-a-cookie-1"}, b"", "in-a-cookie-1"),
    ({"QUERY_STRING": "a=1&token=in-a-query-2"}, b"", "in-a-query-2"),
    ({"CONTENT_TYPE": FORM}, b"a=1&passwd=in-a-form-3", "in-a-form-3"),
    ({"CONTENT_TYPE": "application/json"}, b'{"api_key": "in-json-4"}', "in-json-4"),
    ({"CONTENT_TYPE": "multipart/form-data; boundary=x"}, PARTS, "in-parts-5"),
]


@pytest.mark.parametrize(("environ", "body", "secret"), REQUESTS, ids=[row[2] for row in REQUESTS])
def test_secrets_are_remembered(environ, body, secret):
    mask = Mask()
    remember_secrets({**environ, "wsgi.input": BytesIO(body)}, mask)
    assert secret not in mask(f"It was {secret}.")
