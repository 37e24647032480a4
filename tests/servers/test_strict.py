"""The strict server finds each fault that it is there for."""

import pytest

from tests.support.strict import Broken, call, environ_for

TEXT = [("Content-Type", "text/plain")]


def says(status="200 OK", headers=TEXT, body=(b"x",), before=None):
    def application(environ, start_response):
        if before:
            before(environ)
        start_response(status, headers)
        return list(body)

    return application


def twice(environ, start_response):
    start_response("200 OK", list(TEXT))
    start_response("200 OK", list(TEXT))
    return [b"x"]


def never(environ, start_response):
    return []


def late(environ, start_response):
    yield b"x"
    start_response("200 OK", list(TEXT))


def with_exc_info(environ, start_response):
    start_response("200 OK", list(TEXT), None)
    return [b"x"]


def by_keyword(environ, start_response):
    start_response(status="200 OK", headers=list(TEXT))
    return [b"x"]


FAULTS = [
    ("start_response twice", twice),
    ("start_response never", never),
    ("start_response after a chunk", late),
    ("start_response with exc_info", with_exc_info),
    ("start_response by keyword", by_keyword),
    ("a str in the body", says(body=("x",))),
    ("an int as header value", says(headers=[*TEXT, ("MY_HEADER", 1234)])),
    ("a line break in a header value", says(headers=[*TEXT, ("X-A", "a\r\nSet-Cookie: b")])),
    ("a NUL in a header value", says(headers=[*TEXT, ("X-A", "a\0")])),
    ("Korean in a header value", says(headers=[*TEXT, ("X-A", "한글")])),
    ("a space in a header name", says(headers=[*TEXT, ("X A", "a")])),
    ("headers in a tuple", says(headers=tuple(TEXT))),
    ("a status without a reason's space", says(status="200")),
    ("a line break in the status", says(status="200 OK\r\nX: y")),
    ("a status that is an int", says(status=200)),
    ("a body with 204", says(status="204 No Content", headers=[])),
    ("a Content-Length with 204", says(status="204 No Content", headers=[("Content-Length", "0")], body=())),
    ("a body with 304", says(status="304 Not Modified")),
    ("a Content-Length too short", says(headers=[*TEXT, ("Content-Length", "0")])),
    ("a Content-Length too long", says(headers=[*TEXT, ("Content-Length", "2")])),
    ("a body without a type", says(headers=[])),
    ("two types", says(headers=[*TEXT, *TEXT])),
    ("a header of the connection", says(headers=[*TEXT, ("Connection", "close")])),
    ("a result that is None", lambda environ, start_response: start_response("200 OK", list(TEXT)) and None),
    ("a read without a size", says(before=lambda environ: environ["wsgi.input"].read())),
    ("a read of 0 bytes", says(before=lambda environ: environ["wsgi.input"].read(0))),
    ("a read past the length", says(before=lambda environ: environ["wsgi.input"].read(6))),
    ("a line without a size", says(before=lambda environ: environ["wsgi.input"].readline())),
    ("a line past the length", says(before=lambda environ: environ["wsgi.input"].readline(6))),
    ("all lines", says(before=lambda environ: environ["wsgi.input"].readlines())),
    ("iteration over the input", says(before=lambda environ: list(environ["wsgi.input"]))),
]


@pytest.mark.parametrize(("name", "application"), FAULTS, ids=[name for name, _ in FAULTS])
def test_fault_is_found(name, application):
    with pytest.raises(Broken):
        call(application, environ_for("POST", body=b"hello"))


def test_body_of_a_head_request_is_found():
    with pytest.raises(Broken):
        call(says(), environ_for("HEAD"))


def test_read_without_any_length_is_found():
    with pytest.raises(Broken, match="0 left"):
        call(
            says(before=lambda environ: environ["wsgi.input"].read(1)),
            environ_for("POST", body=b"a", content_length=None),
        )


def test_right_application_passes():
    def application(environ, start_response):
        body = environ["wsgi.input"].read(2) + environ["wsgi.input"].readline(2) + environ["wsgi.input"].read(1)
        start_response("200 OK", [*TEXT, ("Content-Length", str(len(body)))])
        return [b"", body]

    answer = call(application, environ_for("POST", body=b"hello"))
    assert (answer.status, answer.reason, answer.text, answer.header("content-length")) == (200, "OK", "hello", "5")


def test_close_is_called_once():
    closed = []

    class Body:
        def __iter__(self):
            return iter([b"x"])

        def close(self):
            closed.append("closed")

    def application(environ, start_response):
        start_response("200 OK", list(TEXT))
        return Body()

    call(application)
    assert closed == ["closed"]
