"""The JSON greeting by hand."""

import io

import pytest

from tests.support.strict import call, environ_for
from wsgi_apps.hello_json import LIMIT, application

JSON = "application/json; charset=utf-8"


def post(body, content_type=JSON, **more):
    return call(application, environ_for("POST", "/60162176", body, CONTENT_TYPE=content_type, **more))


GREETINGS = [
    ("a name", b'{"name":"JongHyun"}', "Hello World JongHyun"),
    ("a Korean name", '{"name":"종현"}'.encode(), "Hello World 종현"),
    ("an escaped Korean name", b'{"name":"\\uc885\\ud604"}', "Hello World 종현"),
    ("an emoji", '{"name":"😀"}'.encode(), "Hello World 😀"),
    ("more fields", b'{"name":"a","age":1}', "Hello World a"),
    ("half a surrogate pair", b'{"name":"a\\ud800"}', "Hello World a?"),
    ("markup", b'{"name":"<script>alert(1)</script>&"}', "Hello World &lt;script&gt;alert(1)&lt;/script&gt;&amp;"),
]


@pytest.mark.parametrize(("body", "text"), [row[1:] for row in GREETINGS], ids=[row[0] for row in GREETINGS])
def test_name_is_greeted(body, text):
    answer = post(body)
    assert (answer.status, answer.text) == (200, text)
    assert answer.header("Content-Type") == "text/html; charset=utf-8"


REFUSED = [
    ("no body", b"", 400, "Expecting value: line 1 column 1 (char 0)"),
    ("not JSON", b"{name:1}", 400, "line 1 column 2 (char 1)"),
    ("more after the JSON", b'{"name":"a"} x', 400, "Extra data: line 1 column 14 (char 13)"),
    ("not UTF-8", b'{"name":"\xff"}', 400, "position 9"),
    ("nested without end", b"[" * 100_000, 400, "endless numbers or nesting"),
    ("a number without end", b'{"name":' + b"9" * 5000 + b"}", 400, "endless numbers or nesting"),
    ("an array", b"[]", 400, '{"name": "JongHyun"}'),
    ("no name", b"{}", 400, '{"name": "JongHyun"}'),
    ("an empty name", b'{"name":""}', 400, '{"name": "JongHyun"}'),
    ("a name of spaces", b'{"name":" "}', 400, '{"name": "JongHyun"}'),
    ("a number as name", b'{"name":1}', 400, '{"name": "JongHyun"}'),
    ("null as name", b'{"name":null}', 400, '{"name": "JongHyun"}'),
    ("a body too large", b" " * (LIMIT + 1), 413, f"at most {LIMIT} bytes"),
]


@pytest.mark.parametrize(("body", "status", "words"), [row[1:] for row in REFUSED], ids=[row[0] for row in REFUSED])
def test_bad_body_is_refused(body, status, words):
    answer = post(body)
    assert answer.status == status
    assert answer.text.startswith("Send ")
    assert words in answer.text


def test_largest_body_is_read():
    body = b'{"name":"a"}'
    assert post(body + b" " * (LIMIT - len(body))).text == "Hello World a"


@pytest.mark.parametrize("content_type", ["text/plain", "application/jsonx", "text/plain;application/json", ""])
def test_other_types_are_refused(content_type):
    answer = post(b'{"name":"a"}', content_type)
    assert (answer.status, answer.text) == (415, "Send the header Content-Type: application/json.")


@pytest.mark.parametrize("content_type", ["application/json", "Application/JSON", "application/json ;charset=utf-8"])
def test_type_is_compared_as_rfc_9110_says(content_type):
    assert post(b'{"name":"a"}', content_type).status == 200


@pytest.mark.parametrize("method", ["GET", "HEAD", "PUT", "DELETE", "OPTIONS"])
def test_other_methods_are_refused(method):
    answer = call(application, environ_for(method))
    assert (answer.status, answer.header("Allow")) == (405, "POST")
    assert answer.text == ("" if method == "HEAD" else "Send a POST request with a JSON body.")


LENGTHS = [
    (None, 400, "Expecting value"),
    ("", 400, "Expecting value"),
    ("0", 400, "Expecting value"),
    ("5", 400, "Unterminated string"),
    ("50", 400, "Send all 50 bytes"),
    ("+5", 400, "Send the Content-Length in digits, not as '+5'"),
    ("-5", 400, "not as '-5'"),
    ("5,5", 400, "not as '5,5'"),
    ("\u0665", 400, "in digits"),
    (" 12 ", 200, "Hello World a"),
    ("0" * 30 + "12", 200, "Hello World a"),
    ("9" * 30, 413, "at most"),
    ("9" * 5000, 413, "at most"),
    ("1048577", 413, "at most"),
]


@pytest.mark.parametrize(("length", "status", "words"), LENGTHS, ids=[str(row[0])[:20] for row in LENGTHS])
def test_length_is_not_believed(length, status, words):
    answer = post(b'{"name":"a"}', content_length=length)
    assert answer.status == status
    assert words in answer.text


@pytest.mark.parametrize("name", ["HTTP_TRANSFER_ENCODING ", "HTTP_CONTENT_LENGTH\t", "HTTP_X "])
def test_header_with_a_space_before_its_colon_is_refused(name):
    answer = call(application, environ_for("POST", "/", b"{}", CONTENT_TYPE="application/json", **{name: "5"}))
    assert (answer.status, "space before the colon" in answer.text) == (400, True)


def test_chunked_body_needs_a_length():
    answer = post(b'{"name":"a"}', content_length=None, HTTP_TRANSFER_ENCODING="chunked")
    assert (answer.status, answer.text) == (
        411,
        "Send a Content-Length and no Transfer-Encoding: chunks are not read here.",
    )


def test_broken_request_without_a_method_is_refused():
    """It is what uWSGI makes of a first line that is not HTTP; the validator would blame the server."""
    environ = environ_for()
    del environ["REQUEST_METHOD"]
    started = []
    body = application(environ, lambda status, headers: started.append(status))
    assert (started, body) == (["405 Method Not Allowed"], [b"Send a POST request with a JSON body."])


def test_broken_connection_is_an_early_end(monkeypatch):
    class Reset(io.BytesIO):
        def read(self, size):
            raise ConnectionResetError

    answer = post(b'{"name":"a"}', **{"wsgi.input": Reset()})
    assert answer.status == 400
    assert "ended too early" in answer.text


BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"


SEEN = [
    ("GET", b"", "Send a POST request with a JSON body."),
    ("POST", b'{"name": "<b>"}', "Hello World &lt;b&gt;"),
]


@pytest.mark.parametrize(("method", "body", "shown"), SEEN)
def test_a_browser_gets_a_page(method, body, shown):
    started = []
    environ = {
        "REQUEST_METHOD": method,
        "HTTP_ACCEPT": BROWSER,
        "CONTENT_TYPE": "application/json",
        "CONTENT_LENGTH": str(len(body)),
        "wsgi.input": io.BytesIO(body),
    }
    (page,) = application(environ, lambda status, headers: started.append(dict(headers)))
    assert page.decode() == f"<!doctype html>\n<html lang=en>\n<title>Hello World</title>\n<h1>{shown}</h1>\n"
    assert started == [started[0] | {"Content-Length": str(len(page)), "Content-Type": "text/html; charset=utf-8"}]
