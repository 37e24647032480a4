"""The core's App, as a program uses it that needs no extension."""

import io

import pytest

from tests.support.strict import call, environ_for
from wsgi_apps.application import App, Response, current_app, g, jsonify, make_response, redirect, request, url_for
from wsgi_apps.exceptions import HTTPException, NotFound, abort
from wsgi_apps.messages.multidict import FirstValues


@pytest.fixture
def app():
    app = App("core")

    @app.get("/hello/<name>")
    def hello(name):
        g.name = name
        return f"{g.name} {request.args.get('n', type=int)} {url_for('hello', name=name)} {request.endpoint}"

    return app


def test_a_view(app):
    answer = call(app, environ_for(path="/hello/kim", query="n=1", script_name="/lab"))
    assert (answer.status, answer.text) == (200, "kim 1 /lab/hello/kim hello")
    assert app.url_for("hello", name="종현") == "/hello/%EC%A2%85%ED%98%84"  # outside a request


def test_errors(app):
    assert call(app, environ_for(path="/nowhere")).status == 404
    assert call(app, environ_for("POST", "/hello/kim")).header("Allow") == "GET, HEAD, OPTIONS"
    assert call(app, environ_for("OPTIONS", "/hello/kim")).header("Allow") == "GET, HEAD, OPTIONS"
    app = App("errors")
    app.get("/teapot")(lambda: abort(418))
    app.errorhandler(418)(lambda error: ("no coffee", 418))
    assert call(app, environ_for(path="/teapot")).text == "no coffee"


def test_an_error_of_the_program_is_logged_in_ascii():
    app, errors = App("core"), io.StringIO()
    app.get("/끝\r\n")(lambda: 1 // 0)
    environ = environ_for(path="/끝\r\n") | {"wsgi.errors": errors}
    environ["PATH_INFO"] = "/끝\r\n".encode().decode("latin-1")
    b"".join(app(environ, lambda status, headers: None))
    assert errors.getvalue().startswith("Exception on /\\ub05d\\r\\n [GET]\n  Traceback (most recent call last):\n")
    assert errors.getvalue().endswith("  ZeroDivisionError: integer division or modulo by zero\n")


def test_the_request():
    app, seen = App("core"), {}

    @app.post("/")
    def root():
        seen.update(
            {name: getattr(request, name) for name in ("method", "path", "scheme", "host", "mimetype", "content_type")}
        )
        seen.update(
            agent=request.headers.get("User-Agent"), form=request.form.to_dict(), text=request.get_data(as_text=True)
        )
        return jsonify(json=request.is_json, data=len(request.get_data()))

    kind = "application/x-www-form-urlencoded; charset=utf-8"
    more = {"CONTENT_TYPE": kind, "HTTP_USER_AGENT": "curl", "HTTP_HOST": "lab.example"}
    assert call(app, environ_for("POST", body=b"a=1", **more)).text == '{"data":3,"json":false}\n'
    assert seen == {
        "method": "POST",
        "path": "/",
        "scheme": "http",
        "host": "lab.example",
        "mimetype": "application/x-www-form-urlencoded",
        "content_type": kind,
        "agent": "curl",
        "form": {"a": "1"},
        "text": "a=1",
    }


def test_json_and_another_type():
    app = App("core")
    app.post("/")(lambda: {"sum": sum(request.get_json()), "form": request.form})
    assert (
        call(app, environ_for("POST", body=b"[1, 2]", CONTENT_TYPE="application/json")).text == '{"form":{},"sum":3}\n'
    )
    assert call(app, environ_for("POST", body=b"[1, 2]")).status == 415


def test_hooks_and_functions_of_the_application():
    app, ended = App("core"), []
    app.get("/go", endpoint="go")(lambda: redirect("/there", 303))
    app.get("/made", endpoint="made")(lambda: make_response("made", 201))
    app.get("/name", endpoint="name")(lambda: current_app.import_name)
    app.after_request(lambda response: response.headers.add("X-Lab", "core") or response)
    app.teardown_request(ended.append)
    answer = call(app, environ_for(path="/go"))
    assert (answer.status, answer.header("Location"), answer.header("X-Lab")) == (303, "/there", "core")
    assert (call(app, environ_for(path="/made")).status, call(app, environ_for(path="/name")).text) == (201, "core")
    assert ended == [None] * 3


def test_a_rule_without_a_view_is_refused():
    with pytest.raises(TypeError, match="has no view and no endpoint"):
        App("core").add_url_rule("/x")


def test_an_error_knows_the_class_of_responses(monkeypatch):
    assert isinstance(NotFound().get_response(), Response)
    monkeypatch.setattr(HTTPException, "_response_class", None)
    with pytest.raises(RuntimeError, match="import wsgi_apps first, or call the error"):
        NotFound().get_response()


def test_a_kind_of_values_says_how_they_are_found():
    with pytest.raises(NotImplementedError):
        FirstValues().get("name")
