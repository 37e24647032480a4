"""Reading a body: how much, how far, and in which way."""

import json
import sys
from types import ModuleType

import pytest
from hypothesis import given, strategies as st

from tests.support.strict import Input, call, environ_for
from tests.support.work import instructions
from wsgi_apps import exceptions
from wsgi_apps.development.buffered import buffered
from wsgi_apps.request_body import PIECE, content_length, is_json, iter_body, read_body, read_json

CHUNKED = {"HTTP_TRANSFER_ENCODING": "chunked"}


@given(st.binary(max_size=300), st.integers(1, 100))
def test_body_is_read_whole_however_small_the_pieces(body, most):
    assert read_body(environ_for("POST", body=body, most=most)) == body


@given(st.binary(max_size=300), st.binary(max_size=20))
def test_bytes_after_the_length_stay_unread(body, rest):
    environ = environ_for("POST", body=body + rest, content_length=str(len(body)))
    assert read_body(environ) == body
    assert environ["wsgi.input"].consumed == len(body)


def test_large_body_is_asked_for_in_pieces():
    environ = environ_for("POST", body=b"a" * (PIECE + 1))
    assert list(map(len, iter_body(environ))) == [PIECE, 1]
    assert environ["wsgi.input"].asked == [PIECE, 1]


LENGTHS = [
    (" 5\t", 5),
    ("0" * 30 + "5", 5),
    (None, None),
    ("", None),
    ("0", 0),
    ("5", 5),
    ("005", 5),
    ("9" * 30, int("9" * 30)),
    ("9" * 5000, sys.maxsize),
]


@pytest.mark.parametrize(("value", "length"), LENGTHS, ids=[str(value)[:20] for value, _ in LENGTHS])
def test_content_length_is(value, length):
    assert content_length(environ_for("POST", content_length=value)) == length


@pytest.mark.parametrize("length", [None, "5"])
@pytest.mark.parametrize("end", [" ", "  ", "\t", " \t", "\x00", "\r", "\xa0"])
@pytest.mark.parametrize("name", ["HTTP_CONTENT_LENGTH", "HTTP_TRANSFER_ENCODING", "HTTP_X"])
def test_a_header_with_a_space_before_its_colon_is_refused(name, end, length):
    environ = environ_for("POST", body=b"hello", content_length=length, **{name + end: "chunked"})
    with pytest.raises(exceptions.BadRequest, match="without a space before the colon"):
        read_body(environ)


def test_what_is_not_a_header_may_have_any_name():
    environ = environ_for("POST", body=b"hello", **{"A variable of the system": "1", "é": "2"})
    assert read_body(environ) == b"hello"


@pytest.mark.parametrize(
    "coding", ["\x0bchunked", "chunked\x0c", "\xa0chunked", "\r\n chunked", "chunked, chunked", "identity"]
)
def test_a_coding_that_only_looks_like_chunked_is_refused(coding):
    with pytest.raises(exceptions.NotImplemented):
        read_body(environ_for("POST", HTTP_TRANSFER_ENCODING=coding, terminated=True))


@pytest.mark.parametrize("value", ["+5", "-5", "-0", "5,5", "abc", "0x5", "5.0", "5 GET", "1_000", "٥", "5 5"])
def test_content_length_in_other_than_digits_is_refused(value):
    with pytest.raises(exceptions.BadRequest) as caught:
        content_length(environ_for("POST", content_length=value))
    assert repr(value) in caught.value.description


REFUSED = [
    ("a length above the limit", {"content_length": "6"}, exceptions.RequestEntityTooLarge, "larger than 5 bytes"),
    (
        "a body above the limit",
        {"content_length": None, "terminated": True},
        exceptions.RequestEntityTooLarge,
        "5 bytes",
    ),
    ("a body that ends early", {"content_length": "5"}, exceptions.ClientDisconnected, "after 3 of 5 bytes"),
    (
        "a length and a coding",
        {"content_length": "3"} | CHUNKED,
        exceptions.BadRequest,
        "^400 Bad Request: Send either",
    ),
    (
        "chunks that nobody ends",
        {"content_length": None} | CHUNKED,
        exceptions.LengthRequired,
        ": This server cannot read a chunked body. Send it with a Content-Length.$",
    ),
    (
        "another coding",
        {"content_length": None, "HTTP_TRANSFER_ENCODING": "gzip, chunked"},
        exceptions.NotImplemented,
        "'gzip, chunked'",
    ),
]


@pytest.mark.parametrize(("more", "error", "words"), [row[1:] for row in REFUSED], ids=[row[0] for row in REFUSED])
def test_refused(more, error, words):
    body = b"abcdef" if more["content_length"] in ("6", None) else b"abc"
    with pytest.raises(error, match=words):
        read_body(environ_for("POST", body=body, **more), limit=5)


@pytest.mark.parametrize("terminated", [None, False])
def test_without_a_length_nothing_is_read(terminated):
    environ = environ_for("POST", body=b"hello", content_length=None, terminated=terminated)
    assert read_body(environ) == b""
    assert environ["wsgi.input"].asked == []


@pytest.mark.parametrize(
    "more", [{}, CHUNKED, {"HTTP_TRANSFER_ENCODING": " Chunked "}, {"HTTP_TRANSFER_ENCODING": " "}]
)
def test_terminated_input_is_read_to_its_end(more):
    assert read_body(environ_for("POST", body=b"hello", content_length=None, terminated=True, **more)) == b"hello"


@pytest.mark.parametrize("error", [ConnectionResetError, type("ParseException", (Exception,), {})])
def test_broken_body_is_the_clients_mistake(error):
    """What uWSGI raises, and what gunicorn does."""

    class Reset(Input):
        def read(self, size):
            raise error

    with pytest.raises(
        exceptions.ClientDisconnected, match=r": The body broke off or has malformed chunks\. Send all of it\.$"
    ):
        read_body(environ_for("POST", body=b"hello") | {"wsgi.input": Reset(b"", 5)})


def test_an_input_of_text_is_the_servers_mistake():
    class Text(Input):
        def read(self, size=-1):
            return "hello"

    with pytest.raises(exceptions.InternalServerError) as caught:
        read_body(environ_for("POST", body=b"hello") | {"wsgi.input": Text(b"", 5)})
    assert str(caught.value.__cause__) == "wsgi.input gave str, not bytes"


@pytest.fixture
def uwsgi(monkeypatch):
    """Stand in for the module that exists only inside uWSGI; the real one is met in test_servers."""
    module = ModuleType("uwsgi")
    module.chunks = [b"he", b"llo", b""]
    module.chunked_read = lambda: module.chunks.pop(0)
    monkeypatch.setitem(sys.modules, "uwsgi", module)
    return module


def test_uwsgi_is_asked_for_its_chunks(uwsgi):
    environ = environ_for("POST", body=b"hello", content_length=None, **CHUNKED, **{"uwsgi.version": b"2.0.31"})
    assert read_body(environ) == b"hello"
    assert (environ["wsgi.input"].asked, uwsgi.chunks) == ([], [])


def test_malformed_chunk_is_the_clients_mistake(uwsgi):
    def refuse():
        raise OSError("unable to receive chunked part")

    uwsgi.chunked_read = refuse
    with pytest.raises(exceptions.ClientDisconnected, match="malformed"):
        read_body(environ_for("POST", content_length=None, **CHUNKED, **{"uwsgi.version": b"2.0.31"}))


def test_terminated_input_is_asked_for_one_byte_past_the_limit_at_most():
    environ = environ_for("POST", body=b"a" * 100, content_length=None, terminated=True)
    with pytest.raises(exceptions.RequestEntityTooLarge):
        read_body(environ, limit=5)
    assert environ["wsgi.input"].consumed == 6


def test_input_of_just_the_limit_is_taken():
    assert read_body(environ_for("POST", body=b"abcde", content_length=None, terminated=True), limit=5) == b"abcde"


def test_server_that_gives_more_than_asked_is_not_asked_again():
    class Generous(Input):
        def read(self, size):
            self.asked.append(size)
            return b"a" * 20

    environ = environ_for("POST", content_length="5") | {"wsgi.input": Generous(b"", 5)}
    assert len(read_body(environ)) == 20
    assert environ["wsgi.input"].asked == [5]


TYPES = [
    ("application/json", True),
    ("Application/JSON ; charset=utf-8", True),
    ("application/problem+json", True),
    ("text/x+json", False),
    ("application/jsonx", False),
    ("text/plain;application/json", False),
    ("", False),
]


@pytest.mark.parametrize(("content_type", "expected"), TYPES)
def test_is_json(content_type, expected):
    assert is_json(content_type) is expected


def test_json_body_is_read():
    environ = environ_for("POST", body='{"name": "한글"}'.encode(), CONTENT_TYPE="application/json")
    assert read_json(environ) == {"name": "한글"}


def test_other_type_is_refused_unless_forced():
    with pytest.raises(exceptions.UnsupportedMediaType, match="application/json"):
        read_json(environ_for("POST", body=b"1"))
    assert read_json(environ_for("POST", body=b"1"), force=True) == 1


def test_limit_is_the_callers():
    environ = environ_for("POST", body=b"[1, 2]", CONTENT_TYPE="application/json")
    with pytest.raises(exceptions.RequestEntityTooLarge, match="larger than 5 bytes"):
        read_json(environ, limit=5)
    assert call(buffered(show, limit=5), environ_for("POST", body=b"[1, 2]")).status == 413


def test_body_of_another_type_is_not_left_in_the_socket():
    environ = environ_for("POST", body=b"a" * 1000)
    with pytest.raises(
        exceptions.UnsupportedMediaType, match=r": This page reads JSON\. Send the header Content-Type: appl"
    ):
        read_json(environ)
    assert environ["wsgi.input"].consumed == 1000


def show(environ, start_response):
    page = json.dumps(
        [environ["wsgi.input"].read(99).decode(), environ["CONTENT_LENGTH"], *(CHUNKED.keys() & environ.keys())]
    )
    start_response("200 OK", [("Content-Type", "application/json"), ("Content-Length", str(len(page)))])
    return [page.encode()]


@pytest.mark.parametrize(
    "more",
    [{}, {"content_length": None, "terminated": True} | CHUNKED],
    ids=["with a length", "in chunks"],
)
def test_buffered_application_finds_the_whole_body(more):
    answer = call(buffered(show), environ_for("POST", body=b"hello", **more))
    assert json.loads(answer.body) == ["hello", "5"]


def test_bare_read_ends_in_a_buffered_application():
    def application(environ, start_response):
        body = environ["wsgi.input"].read()
        start_response("200 OK", [("Content-Type", "text/plain")])
        return [body]

    assert call(buffered(application), environ_for("POST", body=b"hello")).text == "hello"


def test_bad_body_is_answered_before_a_buffered_application():
    answer = call(buffered(show), environ_for("POST", body=b"hello", content_length="+5"))
    assert answer.status == 400
    assert "not '+5'" in answer.text


def test_caller_keeps_its_environ():
    environ = environ_for("POST", body=b"hello", content_length=None, terminated=True, **CHUNKED)
    before = dict(environ)
    buffered(show)(environ, lambda status, headers: None)
    assert environ == before


def test_twice_the_body_is_about_twice_the_work():
    def work(size):
        return instructions(read_body, environ_for("POST", body=b"a" * size, most=16))

    assert work(20_000) < 2.5 * work(10_000)
