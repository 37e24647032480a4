"""What a view returns, and the answer that it means."""

import pytest

from tests.support.strict import call, environ_for
from wsgi_apps import App, Response, jsonify, make_response, redirect
from wsgi_apps.application import globals as core
from wsgi_apps.application.return_values import parts_of, redirection
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
    ("an error around a dict", lambda: HTTPException(response={"a": 1}), 200, '{"a":1}\n', "application/json"),
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


RETURN = "return text, bytes, a dict, a list, a Response, or a tuple that begins with one of them"
NOTHING = [
    ("None", None, r"the view of 'root' \(.*test_return_values.py, line \d+\) returned None: is there a return"),
    ("a number", 7, f"^the view of 'root' returned 7: {RETURN}$"),
    ("a tuple of one", ("x",), r"returned \('x',\): write \(body, status, headers\)"),
]


@pytest.mark.parametrize(("result", "words"), [row[1:] for row in NOTHING], ids=[row[0] for row in NOTHING])
def test_what_means_no_answer_is_refused(result, words):
    app = App(__name__)
    app.testing = True
    app.add_url_rule("/", "root", lambda: result)
    with pytest.raises(TypeError, match=words):
        call(app)


def test_a_hook_that_means_no_answer_is_refused_where_there_is_no_rule():
    app = App(__name__)
    app.testing = True
    app.before_request(lambda: 7)
    with pytest.raises(TypeError, match=f"^the view of 'no rule' returned 7: {RETURN}$"):
        call(app, environ_for(path="/nowhere"))


PAGE = """<!doctype html>
<html lang=en>
<title>Redirecting...</title>
<h1>{title}</h1>
<p>Go on to <a href="{url}">{url}</a>.</p>
"""
TITLES = {
    301: "Moved Permanently",
    302: "Found",
    303: "See Other",
    305: "Use Proxy",
    307: "Temporary Redirect",
    308: "Permanent Redirect",
}


@pytest.mark.parametrize(("code", "title"), TITLES.items())
def test_a_redirect_has_a_page(code, title):
    class Plain(Response):
        default_mimetype = "text/plain"

    response = redirection("/a?b=1&c=글", code, Plain)
    assert (response.status, response.text) == (f"{code} {title}", PAGE.format(title=title, url="/a?b=1&amp;c=글"))
    assert dict(response.headers)["Location"] == "/a?b=1&c=%EA%B8%80"
    assert response.headers["Content-Type"] == "text/html; charset=utf-8"


REDIRECTED = [
    ("without a code", lambda app: redirect("/a"), 302, "/a"),
    ("with a code", lambda app: redirect("/b", 303), 303, "/b"),
    ("by the core", lambda app: core.redirect("/c"), 302, "/c"),
    ("by the core, with a code", lambda app: core.redirect("/d", 307), 307, "/d"),
    ("by the application", lambda app: app.redirect("/e"), 302, "/e"),
    ("by the application, with a code", lambda app: app.redirect("/f", 301), 301, "/f"),
]


@pytest.mark.parametrize(
    ("go", "code", "location"), [row[1:] for row in REDIRECTED], ids=[row[0] for row in REDIRECTED]
)
def test_redirects(go, code, location):
    app = App(__name__)

    class Own(Response):
        """The application's own class of responses."""

    app.response_class = Own
    with app.test_request_context():
        response = go(app)
    assert (type(response), response.status_code, response.location) == (Own, code, location)


def test_a_redirect_outside_of_a_request_is_of_the_class_that_is_given():
    class Own(Response):
        """A class of responses."""

    assert [type(redirect("/")), type(redirect("/", 302, Own))] == [Response, Own]


def test_a_step_of_redirecting_may_be_ones_own():
    app = App(__name__)
    app.redirect = lambda location, code: (location, code)
    with app.app_context():
        assert redirect("/a", 303) == ("/a", 303)


JSON = [
    ("both kinds", (1,), {"a": 1}, r"^jsonify takes values or named items, not both: write jsonify\({...}\)$"),
    ("what has no JSON", (object(),), {}, "is not a JSON value"),
]


@pytest.mark.parametrize(("values", "items", "words"), [row[1:] for row in JSON], ids=[row[0] for row in JSON])
def test_what_has_no_json_is_refused(values, items, words):
    with App(__name__).app_context(), pytest.raises(TypeError, match=words):
        jsonify(*values, **items)


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
