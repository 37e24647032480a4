"""The short way of an App: where it is taken, and where a step of the core has to be."""

import pytest

from tests.support.strict import call, environ_for
from wsgi_apps import App, Request, Response, Router, abort, jsonify, redirect, request, session
from wsgi_apps.application.context import CURRENT
from wsgi_apps.development.traceback_page import EXPLAINS
from wsgi_apps.exceptions import NotFound
from wsgi_apps.messages.response import Response as CoreResponse
from wsgi_apps.speed.fast_app import FastApp


def core_reply(app, environ):
    """Return what the App sends without the short way."""
    app.__dict__["is_quick"] = False
    try:
        return call(app, environ)
    finally:
        app.__dict__["is_quick"] = None


def alike(app, **asked):
    """Call an App by the short way, after a first request, and by the core's; return the response if both are the same."""
    call(app, environ_for(path="/first of all"))
    quick, plain = call(app, environ_for(**asked)), core_reply(app, environ_for(**asked))
    assert (quick.status, quick.reason, quick.headers, quick.body) == (
        plain.status,
        plain.reason,
        plain.headers,
        plain.body,
    )
    return quick


RESULTS = {
    "text": "글",
    "nothing": "",
    "bytes": b"b",
    "a long text": "x" * 3000,
    "a dict": {"b": 1, "a": [1]},
    "a list": [1],
    "text and a status": ("t", 201),
    "text and an unknown status": ("t", 299),
    "text and a status line": ("t", "418 Tea"),
    "text and headers": ("t", {"X-Lab": ["a", "b"]}),
    "text, a status and headers": ("t", 404, {"X-Lab": "a"}),
    "text and a header of the server": ("t", {"Connection": "close"}),
    "text and a header twice": ("t", [("X-Lab", "a"), ("X-Lab", "b")]),
    "text and a header twice that may stand once": ("t", [("Location", "/a"), ("Location", "/b")]),
    "text and an interim status": ("t", 103),
    "text and its own type": ("t", {"Content-Type": "text/x"}),
    "text and a status without a body": ("t", 204),
    "a dict and a status": ({}, 201),
    "a generator": None,
    "an error": None,
}
VIEWS = {name: (lambda result=result: result) for name, result in RESULTS.items()}
VIEWS |= {"a generator": lambda: iter("ab"), "an error": lambda: abort(403), "a response": lambda: Response("r", 201)}
VIEWS |= {"JSON": lambda: jsonify(a=1), "what means nothing": lambda: None, "a failure": lambda: 1 // 0}


@pytest.mark.parametrize("method", ["GET", "HEAD", "OPTIONS", "POST"])
@pytest.mark.parametrize("view", VIEWS.values(), ids=VIEWS)
def test_results(view, method):
    app = App(__name__, static_folder=None)
    app.add_url_rule("/", "view", view)
    alike(app, method=method)


PATHS = [
    "/",
    "/a",
    "/a/1",
    "/a/x",
    "/a/1/",
    "/b/1/2",
    "/b/x/2",
    "/c",
    "/d",
    "/d/",
    "/한글",
    "//",
    "/e",
    "/e/1",
    "/nowhere",
]


@pytest.mark.parametrize("method", ["GET", "HEAD", "OPTIONS", "PATCH"])
@pytest.mark.parametrize("path", PATHS)
def test_paths(path, method):
    app = App(__name__, static_folder=None)

    def told(**values):
        return f"{request.endpoint} {sorted(values.items())}"

    for rule in ("/", "/a", "/a/<int:n>", "/b/<x>/<float:y>", "/b/<int:x>/<y>", "/d/", "/한글"):
        app.add_url_rule(rule, rule, told)
    app.add_url_rule("/c", "c", told, defaults={"n": 1})
    app.add_url_rule("/e", "e", told, defaults={"n": 1})
    app.add_url_rule("/e/<int:n>", "e", told)
    alike(app, method=method, path=path)


HOOKS = {
    "nothing": lambda response: response,
    "a header": lambda response: response.headers.add("X-Lab", "1") or response,
    "a header that is there": lambda response: response.headers.update({"Content-Type": "text/x"}) or response,
    "the length": lambda response: response.headers.update({"Content-Length": "99"}) or response,
    "a header of the server": lambda response: response.headers.update({"Connection": "close"}) or response,
    "another body": lambda response: response.set_data("other") or response,
    "a piece more": lambda response: response.response.append(b"more") or response,
    "another status": lambda response: setattr(response, "status_code", 202) or response,
    "another response": lambda response: Response("another"),
    "a function for the end": lambda response: response.call_on_close(lambda: None) and response,
    "WebOb's attribute": lambda response: setattr(response, "content_encoding", "identity") or response,
    "the session": lambda response: session.update(a=1) or response,
    "something else": lambda response: "text",
}


@pytest.mark.parametrize("path", ["/", "/nowhere"])
@pytest.mark.parametrize("hook", HOOKS.values(), ids=HOOKS)
def test_hooks_with_the_response(hook, path):
    app = App(__name__, static_folder=None)
    app.secret_key = "key"
    app.add_url_rule("/", "root", lambda: "root")
    app.after_request(hook)
    if hook is not HOOKS["the session"]:
        alike(app, path=path)
    else:
        call(app)
        assert call(app).header("Set-Cookie").startswith("session=")


@pytest.mark.parametrize("path", ["/", "/nowhere"])
def test_hooks_before_and_at_the_end(path):
    app, seen = App(__name__, static_folder=None), []
    app.add_url_rule("/", "root", lambda: "root")
    app.before_request(lambda: seen.append(request.routing_exception and request.routing_exception.code))
    app.teardown_request(seen.append)
    app.errorhandler(404)(lambda error: ("handled", 404))
    alike(app, path=path)
    assert seen[-2:] == [404 if path == "/nowhere" else None, None]


def test_a_hook_before_may_answer():
    app = App(__name__, static_folder=None)
    app.add_url_rule("/", "root", lambda: "root")
    app.before_request(lambda: "stopped" if request.path == "/" else None)
    assert alike(app).text == "stopped"


def test_what_is_set_later_is_heard_of():
    app = App(__name__, static_folder=None)
    app.add_url_rule("/", "root", lambda: {"글": 1})
    app.add_url_rule("/text", "text", lambda: "text")
    assert [call(app).text, call(app).text] == ['{"\\uae00":1}\n'] * 2
    app.json.ensure_ascii = False
    assert call(app).text == '{"글":1}\n'
    app.config["DEBUG"] = True
    assert call(app).text == '{\n  "글": 1\n}\n'
    app.config["TRUSTED_HOSTS"] = ["elsewhere.example"]
    assert call(app).status == 400
    app.config["TRUSTED_HOSTS"] = None
    app.config["TRAP_HTTP_EXCEPTIONS"] = app.config["PROPAGATE_EXCEPTIONS"] = True
    with pytest.raises(NotFound):
        call(app, environ_for(path="/nowhere"))

    class Plain(Response):
        default_mimetype = "text/plain"

    app.response_class = Plain
    assert call(app, environ_for(path="/text")).header("Content-Type") == "text/plain; charset=utf-8"


def test_a_cookie_matters_only_if_it_may_be_a_session():
    app = App(__name__, static_folder=None)
    app.add_url_rule("/", "root", lambda: "root")
    app.secret_key = "key"
    alike(app, cookie="theme=dark")
    alike(app, cookie="session=forged")
    alike(app, path="/nowhere", cookie="session=forged")


def test_steps_of_ones_own_are_taken():
    class Own(App):
        def make_response(self, result):
            return super().make_response(f"mine, not {result}")

    app = Own(__name__, static_folder=None)
    app.add_url_rule("/", "root", lambda: "root")
    assert [call(app).text, call(app).text] == ["mine, not root"] * 2
    assert not app.is_quick


def test_on_the_core_alone():
    app = FastApp("core")
    app.add_url_rule("/", "root", lambda: "root")
    app.add_url_rule("/json", "json", lambda: [1])
    app.add_url_rule("/fails", "fails", lambda: 1 // 0)
    for path in ("/", "/json", "/nowhere"):
        alike(app, path=path)
    app.url_map = Router()
    assert call(app).status == 404
    assert not app.is_quick


def test_a_hook_of_the_core_may_want_a_response():
    app = FastApp("core")
    app.add_url_rule("/", "root", lambda: "root")

    @app.after_request
    def hook(response):
        CURRENT.get().needs_response = True
        return response

    alike(app)


def test_a_class_of_requests_of_ones_own_reads_as_it_likes():
    class Own(Request):
        max_content_length = 2

    app = App(__name__, static_folder=None)
    app.request_class = Own
    app.add_url_rule("/", "root", lambda: request.get_data(), methods=["POST"])
    assert alike(app, method="POST", body=b"too long").status == 413


def test_a_program_that_is_to_end():
    app = App(__name__, static_folder=None)
    app.add_url_rule("/", "root", lambda: "root")
    app.add_url_rule("/end", "end", lambda: exec("raise SystemExit"))
    call(app)
    with pytest.raises(SystemExit):
        app(environ_for(path="/end"), lambda status, headers: None)


@pytest.mark.parametrize("path", ["/", "/nowhere"])
def test_start_response_is_called_once_and_after_all_that_can_fail(path):
    app = App(__name__, static_folder=None)
    app.add_url_rule("/", "root", lambda: "root")
    call(app)
    started = []

    def start_response(status, headers):
        started.append(status)
        raise OSError("the connection is gone")

    with pytest.raises(OSError, match="gone"):
        app(environ_for(path=path), start_response)
    assert len(started) == 1


RESULTS_OF_DEFAULTS = {
    "text": lambda: "글",
    "bytes": lambda: b"b",
    "JSON": lambda: {"a": 1},
    "an error": lambda: abort(404),
    "a tuple": lambda: ("x", {"X-A": "1"}),
    "a generator": lambda: (part for part in "ab"),
    "a redirect": lambda: redirect("/next"),
}
DEFAULTS = [{"default_mimetype": "text/plain"}, {"default_mimetype": "image/png"}, {"default_status": 201}]


@pytest.mark.parametrize("defaults", DEFAULTS, ids=str)
@pytest.mark.parametrize("view", RESULTS_OF_DEFAULTS.values(), ids=RESULTS_OF_DEFAULTS)
@pytest.mark.parametrize("owner", [Response, CoreResponse], ids=["public", "core"])
def test_the_defaults_of_the_class_count_on_both_ways(monkeypatch, owner, view, defaults):
    short, long = App(__name__), App(__name__)
    long.after_request(lambda response: response)
    said = []
    for changed in (False, True):  # the class may be changed after the first request
        if changed:
            for name, value in defaults.items():
                monkeypatch.setattr(owner, name, value)
        for app in (short, long):
            if not changed:
                app.add_url_rule("/", "root", view)
            answer = call(app)
            said.append((answer.status, sorted(answer.headers), answer.body))
    assert said[0] == said[1]
    assert said[2] == said[3]


@pytest.mark.parametrize("result", ["x", b"x", ("x", 200)], ids=repr)
def test_a_default_type_is_sent_with_every_result_that_has_none(monkeypatch, result):
    app = App(__name__)
    app.add_url_rule("/", "root", lambda: result)
    monkeypatch.setattr(Response, "default_mimetype", "text/plain")
    assert call(app).header("Content-Type") == "text/plain; charset=utf-8"


@pytest.mark.parametrize("result", ["x", b"x", {"a": 1}, ["a"]], ids=repr)
def test_a_default_status_is_that_of_every_result_that_has_none(monkeypatch, result):
    app = App(__name__)
    app.add_url_rule("/", "root", lambda: result)
    monkeypatch.setattr(Response, "default_status", 202)
    assert call(app).status == 202


def test_pages_of_the_framework_stay_html(monkeypatch):
    app = App(__name__)
    app.debug = True
    app.add_url_rule("/", "root", lambda: redirect("/next"))
    app.add_url_rule("/boom", "boom", lambda: 1 // 0)
    monkeypatch.setattr(Response, "default_mimetype", "text/plain")
    for path, more in [("/", {}), ("/none", {}), ("/boom", {}), ("/boom", {EXPLAINS: True})]:
        assert call(app, environ_for(path=path, **more)).header("Content-Type") == "text/html; charset=utf-8"


def test_without_a_default_type_there_is_no_header(monkeypatch):
    app = App(__name__)
    app.add_url_rule("/", "root", lambda: "x")
    monkeypatch.setattr(Response, "default_mimetype", None)
    assert "Content-Type" not in app.test_client().get("/").headers
    assert "Content-Type" not in Response("x").headers


ORDERS = ["files-get", "get-files", "form-stream", "stream-form", "files-get-form", "get-form-get"]


@pytest.mark.parametrize("order", ORDERS)
@pytest.mark.parametrize("has_file", [False, True])
def test_a_body_has_one_owner_on_both_ways(order, has_file):
    read = {
        "get": lambda: request.get_data().decode(),
        "stream": lambda: request.stream.read().decode(),
        "form": lambda: request.form.to_dict(),
        "files": lambda: [file.read().decode() for file in request.files.values()],
    }
    app = App(__name__, static_folder=None)
    app.add_url_rule("/", "root", lambda: [read[name]() for name in order.split("-")], methods=["POST"])
    body, kind = b"a=1", "application/x-www-form-urlencoded"
    if has_file:
        part = b'--B\r\nContent-Disposition: form-data; name="%b"\r\n\r\n%b\r\n'
        body = part % (b"a", b"1") + part % (b'f"; filename="a', b"2") + b"--B--\r\n"
        kind = "multipart/form-data; boundary=B"
    assert alike(app, method="POST", body=body, CONTENT_TYPE=kind).status == 200
