"""What a view returns, and the answer that it means."""

import pytest

from tests.support.strict import call, environ_for
from wsgi_apps import App, Response, jsonify, make_response
from wsgi_apps.application.return_values import parts_of
from wsgi_apps.exceptions import Forbidden, HTTPException


def wsgi(environ, start_response):
    start_response("202 Accepted", [("Content-Type", "text/x-raw")])
    return [environ["PATH_INFO"].encode()]


RESULTS = [
    ("text", lambda: "글", 200, "글", "text/html; charset=utf-8"),
    ("bytes", lambda: b"b", 200, "b", "text/html; charset=utf-8"),
    ("a bytearray", lambda: bytearray(b"b"), 200, "b", "text/html; charset=utf-8"),
    ("a dict", lambda: {"a": 1}, 200, '{"a":1}\n', "application/json"),
    ("a list", lambda: [1], 200, "[1]\n", "application/json"),
    ("a generator", lambda: (part for part in "ab"), 200, "ab", "text/html; charset=utf-8"),
    ("a response", lambda: Response("r", 201), 201, "r", "text/html; charset=utf-8"),
    ("a WSGI application", lambda: wsgi, 202, "/", "text/x-raw"),
    ("an error that is returned", lambda: Forbidden("No."), 403, None, "text/html; charset=utf-8"),
    ("an error around an application", lambda: HTTPException(response=wsgi), 202, "/", "text/x-raw"),
    ("text and a status", lambda: ("t", 201), 201, "t", "text/html; charset=utf-8"),
    ("text and headers", lambda: ("t", {"Content-Type": "text/x"}), 200, "t", "text/x"),
    ("a dict and a status line", lambda: ({}, "418 Tea"), 418, "{}\n", "application/json"),
    (
        "a response, a status and headers",
        lambda: (Response("r"), 201, [("Content-Type", "text/x")]),
        201,
        "r",
        "text/x",
    ),
]


@pytest.mark.parametrize(
    ("view", "status", "text", "kind"), [row[1:] for row in RESULTS], ids=[row[0] for row in RESULTS]
)
def test_results(view, status, text, kind):
    app = App(__name__)
    app.add_url_rule("/", "root", view)
    answer = call(app)
    assert (answer.status, answer.header("Content-Type")) == (status, kind)
    assert text is None or answer.text == text
    assert answer.header("X-Content-Type-Options") == "nosniff" or kind == "text/x-raw"


NOTHING = [
    ("None", None, r"the view of 'root' \(.*test_return_values.py, line \d+\) returned None: is there a return"),
    ("a number", 7, "returned 7"),
    ("a tuple of one", ("x",), r"returned \('x',\): write \(body, status, headers\)"),
]


@pytest.mark.parametrize(("result", "words"), [row[1:] for row in NOTHING], ids=[row[0] for row in NOTHING])
def test_what_means_no_answer_is_refused(result, words):
    app = App(__name__)
    app.testing = True
    app.add_url_rule("/", "root", lambda: result)
    with pytest.raises(TypeError, match=words):
        call(app)


def test_parts():
    assert parts_of(("t", 201, {})) == ("t", 201, {})
    assert parts_of(("t", ())) == ("t", None, ())


def test_make_response_and_jsonify():
    app = App(__name__)
    with app.test_request_context():
        assert make_response().data == b""
        assert make_response("t").text == "t"
        assert make_response("t", 201, {"X": "1"}).status_code == 201
        assert make_response(make_response("t")).text == "t"
        assert [jsonify().json, jsonify(1).json, jsonify(1, 2).json, jsonify(a=1).json] == [None, 1, [1, 2], {"a": 1}]


@pytest.mark.parametrize("path", ["/text", "/stream", "/missing", "/file"])
def test_head_has_no_body(path):
    app = App(__name__)
    app.add_url_rule("/text", "text", lambda: "text")
    app.add_url_rule("/stream", "stream", lambda: iter("ab"))
    app.add_url_rule("/file", "file", lambda: b"file")
    get, head = (call(app, environ_for(method, path)) for method in ("GET", "HEAD"))
    assert (head.status, head.headers, head.body) == (get.status, get.headers, b"")
