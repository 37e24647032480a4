"""A request body has one owner: what may be asked for does not depend on what was asked for before."""

import gc
import io
from itertools import permutations
from types import SimpleNamespace

import pytest

from tests.support.strict import environ_for
from wsgi_apps import Request
from wsgi_apps.exceptions import BadRequest, ClientDisconnected, HTTPException, RequestEntityTooLarge
from wsgi_apps.extensions.request_input import RequestInput

MULTIPART = "multipart/form-data; boundary=B"
UPLOAD = b'--B\r\nContent-Disposition: form-data; name="a"\r\n\r\n1\r\n--B--\r\n'
ASKED = {
    "get_data": lambda request: request.get_data(),
    "stream": lambda request: request.stream.read(),
    "form": lambda request: request.form.to_dict(),
    "files": lambda request: request.files.to_dict(),
    "values": lambda request: request.values.to_dict(),
    "data": lambda request: request.data,
    "json": lambda request: request.get_json(silent=True),
}


def asked(body, content_type=MULTIPART, **more):
    return Request(environ_for("POST", "/", body, CONTENT_TYPE=content_type, **more))


@pytest.mark.parametrize("order", list(permutations(ASKED, 2)), ids=" then ".join)
def test_no_order_is_an_error(order):
    request = asked(UPLOAD)
    said = {name: ASKED[name](request) for name in order}
    assert said.get("form", {"a": "1"}) == said.get("values", {"a": "1"}) == {"a": "1"}
    assert said.get("get_data", b"") in (UPLOAD, b"")


def test_a_body_of_several_pieces_is_joined():
    body = b"x" * 200_000
    assert RequestInput(environ_for("POST", "/", body), None).whole(None) == body


def test_a_body_that_was_read_before_is_not_read_again():
    owner = RequestInput({}, b"read")
    assert (owner.whole(None), list(owner.pieces(None)), list(RequestInput({}, b"").pieces(None))) == (
        b"read",
        [b"read"],
        [],
    )


def test_a_form_that_was_read_from_the_connection_leaves_no_body():
    request = asked(UPLOAD)
    assert (request.form["a"], request.get_data(), request.stream.read(), request.form["a"]) == ("1", b"", b"", "1")


def test_a_body_that_was_read_whole_stays_whole():
    request = asked(UPLOAD)
    assert (request.get_data(), request.form["a"], request.stream.read()) == (UPLOAD, "1", UPLOAD)


@pytest.mark.parametrize("name", ["form", "files", "values"])
def test_a_broken_form_is_broken_however_often_it_is_asked_for(name):
    request = asked(UPLOAD[:-6])
    for _ in range(3):
        with pytest.raises(BadRequest, match="Unexpected end"):
            ASKED[name](request)
    assert request.get_data() == b""


def test_a_body_that_broke_off_is_broken_however_often_it_is_asked_for():
    connection = {"CONTENT_LENGTH": "1000", "wsgi.input": io.BytesIO(UPLOAD)}
    request = asked(b"", "text/plain", **connection)
    for name in ("get_data", "stream", "data", "get_data"):
        with pytest.raises(ClientDisconnected, match=f"after {len(UPLOAD)} of 1000"):
            ASKED[name](request)
    request = asked(b"", **connection | {"wsgi.input": io.BytesIO(UPLOAD)})
    for name in ("form", "get_data", "files"):
        with pytest.raises(ClientDisconnected, match=f"after {len(UPLOAD)} of 1000"):
            ASKED[name](request)


def without_length(body, **more):
    environ = environ_for("POST", "/", body, content_length=None, terminated=True, **more)
    return Request(environ, {"MAX_CONTENT_LENGTH": 10, "MAX_FORM_PARTS": 9, "MAX_FORM_MEMORY_SIZE": 9})


def test_a_body_that_is_too_large_is_not_cut():
    request = without_length(b"x" * 100)
    for limit in (10, 1000):  # a part of it is gone
        request.max_content_length = limit
        with pytest.raises(RequestEntityTooLarge, match="larger than 10 bytes"):
            request.get_data()


def test_a_body_that_is_refused_by_its_length_is_still_there():
    request = asked(UPLOAD)
    request.max_content_length = 1
    with pytest.raises(RequestEntityTooLarge):
        request.get_data()
    request.max_content_length = None
    assert request.get_data() == UPLOAD


@pytest.mark.parametrize("content_type", ["multipart/form-data", "multipart/form-data; boundary=A; boundary=B"])
def test_a_form_without_a_boundary_leaves_the_body(content_type):
    request = asked(UPLOAD, content_type)
    for _ in range(2):
        with pytest.raises(BadRequest, match="boundary"):
            ASKED["form"](request)
    assert request.get_data() == UPLOAD


EMPTY = [
    ("without a length", {}),
    ("with an empty one", {"CONTENT_LENGTH": ""}),
    ("with the length 0", {"CONTENT_LENGTH": "0"}),
    ("chunked", {"HTTP_TRANSFER_ENCODING": "chunked", "wsgi.input_terminated": True, "wsgi.input": io.BytesIO()}),
]
TYPES = [
    MULTIPART,
    "multipart/form-data",
    "multipart/form-data; boundary=",
    "multipart/form-data; boundary=A; boundary=B",
]
TYPES += [f"application/x-www-form-urlencoded{options}" for options in ("", "; charset=euc-kr", "; a=1; a=2")]


@pytest.mark.parametrize("content_type", TYPES)
@pytest.mark.parametrize("keys", [row[1] for row in EMPTY], ids=[row[0] for row in EMPTY])
def test_without_a_body_a_form_is_empty_whatever_its_type(content_type, keys):
    request = asked(b"", content_type, **keys)
    assert (request.form, request.files, request.values, request.get_data()) == ({}, {}, {}, b"")


FORM = "application/x-www-form-urlencoded"
REPEATED = [
    "charset=UTF-8; charset=UTF-8",
    "charset=utf-8;charset=UTF-8",
    "a=1; a=1",
    "a=1; a=2",
    "boundary=A; boundary=B",
]


@pytest.mark.parametrize("options", REPEATED)
def test_repeated_parameters_of_a_form_mean_nothing(options):
    assert asked(b"a=1", f"{FORM}; {options}").form["a"] == "1"


@pytest.mark.parametrize("options", ["charset=utf-8; charset=euc-kr", "charset=euc-kr; charset=utf-8"])
def test_another_charset_is_refused_beside_the_right_one(options):
    with pytest.raises(HTTPException, match="not in 'euc-kr'"):
        ASKED["form"](asked(b"a=1", f"{FORM}; {options}"))


def unreadable(size):
    raise OSError("the client is gone")


@pytest.mark.parametrize("read", [io.BytesIO(b"x").read, unreadable])
def test_errors_that_are_remembered_hold_no_request(read):
    connection = {"CONTENT_LENGTH": "5", "wsgi.input": SimpleNamespace(read=read)}
    owner = RequestInput(environ_for("POST", "/", **connection))
    for _ in range(2):
        with pytest.raises(ClientDisconnected):
            owner.whole(None)
    assert owner.failure.__traceback__ is None
    gc.collect()
    del owner
    assert gc.collect() == 0


def test_nothing_is_read_before_it_is_asked_for():
    environ = environ_for("POST", "/", b"abc")
    environ["wsgi.input"] = io.BytesIO(b"abc")
    owner = RequestInput(environ)
    assert environ["wsgi.input"].tell() == 0
    assert b"".join(owner.pieces(None)) == b"abc"
    assert (owner.whole(None), list(owner.pieces(None))) == (b"", [])
