"""The answer of an application that is caught before it is sent."""

import sys

import pytest

from tests.support.strict import environ_for
from wsgi_apps.messages.captured_response import CapturedResponse

HEADERS = [("Content-Type", "text/plain")]


class Iterable:
    def __init__(self, *pieces):
        self.pieces, self.closed = pieces, 0

    def __iter__(self):
        return iter(self.pieces)

    def close(self):
        self.closed += 1


def captured(application):
    return CapturedResponse(application, environ_for())


def test_status_headers_and_body():
    def application(environ, start_response):
        start_response("200 OK", HEADERS)
        return [b"a", b"b"]

    answer = captured(application)
    assert (answer.status, answer.headers, list(answer)) == ("200 OK", HEADERS, [b"a", b"b"])
    answer.close()


def test_start_response_may_come_with_the_first_piece():
    def application(environ, start_response):
        yield b""
        start_response("200 OK", HEADERS)
        yield b"late"

    assert b"".join(captured(application)) == b"late"


def test_written_pieces_keep_their_place():
    def application(environ, start_response):
        write = start_response("200 OK", HEADERS)
        write(b"1")

        def pieces():
            write(b"2")
            yield b"3"
            write(b"4")

        return pieces()

    assert b"".join(captured(application)) == b"1234"


def test_an_application_that_never_starts_is_refused_and_closed():
    body = Iterable(b"x")
    with pytest.raises(AssertionError, match="ended without start_response"):
        captured(lambda environ, start_response: body)
    assert body.closed == 1


def test_starting_twice_is_refused():
    def application(environ, start_response):
        start_response("200 OK", HEADERS)
        start_response("200 OK", HEADERS)

    with pytest.raises(
        AssertionError, match=r"^start_response was called twice: call it once, or give exc_info after an error$"
    ):
        captured(application)


def test_starting_again_with_exc_info_replaces_what_was_not_sent():
    def application(environ, start_response):
        start_response("200 OK", HEADERS)
        try:
            raise ValueError("mistake")
        except ValueError:
            start_response("500 Oops", HEADERS, sys.exc_info())
        return [b"sorry"]

    assert captured(application).status == "500 Oops"


def test_starting_again_after_sending_raises_the_mistake():
    def application(environ, start_response):
        start_response("200 OK", HEADERS)
        yield b"sent"
        try:
            raise ValueError("mistake")
        except ValueError:
            start_response("500 Oops", HEADERS, sys.exc_info())

    pieces = iter(captured(application))
    assert next(pieces) == b"sent"
    with pytest.raises(ValueError, match="mistake"):
        next(pieces)


def test_writing_text_is_refused():
    with pytest.raises(TypeError, match="takes bytes, not str: 'text'"):
        captured(lambda environ, start_response: start_response("200 OK", HEADERS)("text"))


def test_an_application_that_raises_before_it_returns():
    def application(environ, start_response):
        raise ValueError("at once")

    with pytest.raises(ValueError, match="at once"):
        captured(application)
