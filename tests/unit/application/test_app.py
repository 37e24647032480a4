"""The core's App, as a program uses it that needs no extension."""

import io
from functools import partial

import pytest

from tests.support.strict import call, environ_for
from wsgi_apps.application import App, Response, current_app, g, jsonify, make_response, redirect, request, url_for
from wsgi_apps.exceptions import HTTPException, InternalServerError, NotFound, abort
from wsgi_apps.messages.multidict import FirstValues

NOTHING = "<nothing here>"


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


def test_the_proxies_of_the_core(app):
    app.get("/proxies", endpoint="proxies")(
        lambda: f"{request!r} {bool(request)} {bool(g)} {'x' in g} {repr(g) != NOTHING}"
    )
    assert call(app, environ_for(path="/proxies")).text == "<Request 'GET' '/proxies'> True True False True"
    assert ([repr(one) for one in (request, g, current_app)], bool(request), bool(g)) == ([NOTHING] * 3, False, False)


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


class Log(io.StringIO):
    """A log that says how much of it has been flushed."""

    flushed = ""

    def flush(self):
        self.flushed = self.getvalue()


@pytest.mark.parametrize(("more", "method"), [({"REQUEST_METHOD": "PUT"}, "PUT"), ({}, "")], ids=["PUT", "no method"])
def test_an_error_is_in_the_log_at_once(more, method):
    app, log = App("core"), Log()
    environ = {"PATH_INFO": "/a", "wsgi.errors": log} | more
    app.log_exception(app.context_class(app, environ), (KeyError, KeyError("x"), None))
    assert log.flushed == f"Exception on /a [{method}]\n  KeyError: 'x'\n"


JSON_TEXTS = [
    ("what the core writes", {"b": "글", "a": 1}, {}, '{"a":1,"b":"\\uae00"}'),
    ("letters as they are", ["글"], {"ensure_ascii": False}, '["글"]'),
    ("in the order of the program", {"b": 1, "a": 2}, {"sort_keys": False}, '{"b":1,"a":2}'),
    ("a value that JSON does not have", [1j], {"default": str}, '["1j"]'),
]


@pytest.mark.parametrize(
    ("value", "options", "text"), [row[1:] for row in JSON_TEXTS], ids=[row[0] for row in JSON_TEXTS]
)
def test_json_texts(value, options, text):
    assert App("core").encode_json(value, **options) == text


def test_headers_have_their_usual_names():
    app = App("core")
    app.get("/", endpoint="root")(lambda: {"a": 1})
    app.get("/go", endpoint="go")(lambda: redirect("/there"))
    options, found, went = (
        dict(call(app, environ_for(method, path)).headers)
        for method, path in [("OPTIONS", "/"), ("GET", "/"), ("GET", "/go")]
    )
    assert options["Allow"] == "GET, HEAD, OPTIONS"
    assert (found["Content-Type"], found["Content-Length"]) == ("application/json", "8")
    assert went["Location"] == "/there"


def test_a_derived_class_finds_its_handlers_by_the_context():
    class Own(App):
        """An application whose handlers depend on the path."""

        def find_error_handler(self, context, error):
            code, path = getattr(error, "code", None), context.environ["PATH_INFO"]
            return (lambda error: (f"{path} {error.code}", error.code)) if code and path == "/own" else None

        def log_exception(self, context, exc_info):
            logged.append((context.environ["PATH_INFO"], exc_info[0]))

    app, logged = Own("core"), []
    app.add_url_rule("/own", "own", lambda: 1 // 0)
    app.add_url_rule("/other", "other", lambda: 1 // 0)
    answers = [call(app, environ_for(path=path)) for path in ("/own", "/other")]
    assert [(answer.status, answer.text[:9]) for answer in answers] == [(500, "/own 500"), (500, "<!doctype")]
    assert logged == [("/own", ZeroDivisionError), ("/other", ZeroDivisionError)]
    assert call(app, environ_for("PUT", "/own")).text == "/own 405"


class Failing(io.BytesIO):
    """A body whose end fails."""

    def close(self):
        super().close()
        raise OSError("at the end")


def test_what_fails_at_the_end_of_an_error_page_is_logged_too():
    app = App("core")
    app.add_url_rule("/", "root", lambda: 1 // 0)
    app.errorhandler(500)(lambda error: Response(Failing(b"page"), 500))
    for method in ("GET", "HEAD"):
        log = call(app, environ_for(method)).log
        assert [line for line in log.splitlines() if line.startswith("Exception")] == [f"Exception on / [{method}]"] * 2
        assert log.endswith("OSError: at the end\n")


def test_the_last_resort_is_the_built_in_page():
    app = App("core")
    app.add_url_rule("/", "root", lambda: 1 // 0)
    app.errorhandler(500)(lambda error: {}["missing"])
    answer, plain = call(app), InternalServerError().get_response()
    assert (answer.status, answer.text, answer.header("Content-Type")) == (
        500,
        plain.get_data(True),
        plain.headers["Content-Type"],
    )
    assert call(app, environ_for("HEAD")).body == b""


def test_the_life_of_a_request_and_of_its_errors():
    app, seen = App("core"), []
    app.before_request(lambda: seen.append("before") or ("stopped" if request.args.get("stop") else None))
    app.after_request(lambda response: seen.append("after") or response)
    app.teardown_request(lambda error: seen.append(type(error)))
    app.errorhandler(KeyError)(lambda error: f"no {error}")
    app.get("/", endpoint="root")(lambda: "root")
    app.get("/key", endpoint="key")(lambda: {}["a"])
    app.get("/boom", endpoint="boom")(lambda: 1 // 0)
    answers = [call(app, environ_for(path=path)) for path in ("/", "/key", "/boom")]
    stopped = call(app, environ_for(query="stop=1"))
    assert [(answer.status, answer.text) for answer in (*answers[:2], stopped)] == [
        (200, "root"),
        (200, "no 'a'"),
        (200, "stopped"),
    ]
    well = ["before", "after", type(None)]
    assert seen == [*well, *well, "before", "after", ZeroDivisionError, *well]
    with pytest.raises(AssertionError, match=r"^app\.before_request comes after the first request"):
        app.before_request(print)


def test_the_end_of_the_program_ends_the_request():
    app, seen = App("core"), []
    app.teardown_request(seen.append)

    @app.get("/")
    def leave():
        raise SystemExit

    with pytest.raises(SystemExit):
        call(app)
    assert [type(error) for error in seen] == [SystemExit]
    assert not request


def test_what_fails_at_the_end_of_a_response_is_logged():
    app = App("core")
    app.get("/")(lambda: Response(Failing(b"body")))
    for method in ("GET", "HEAD"):
        answer = call(app, environ_for(method))
        assert (answer.status, answer.log.splitlines()[0]) == (200, f"Exception on / [{method}]")


def test_a_hook_that_returns_nothing_is_named():
    def hook(response):
        """Return nothing."""

    app = App("core")
    app.get("/")(lambda: "root")
    app.after_request(hook)
    answer = call(app)
    assert answer.status == 500
    assert f"TypeError: the hook {hook} returned None: return the response that it was given" in answer.log


def test_a_derived_class_knows_that_a_response_is_that_of_an_error():
    class Own(App):
        """An application that looks at two steps."""

        def preprocess_request(self, context):
            seen.append(context.environ["PATH_INFO"])
            return super().preprocess_request(context)

        def finalize_request(self, context, result, from_error_handler=False):
            seen.append(from_error_handler)
            return super().finalize_request(context, result, from_error_handler)

    app, seen = Own("core"), []
    app.add_url_rule("/", "root", lambda: "root")
    app.add_url_rule("/boom", "boom", lambda: 1 // 0)
    call(app)
    call(app, environ_for(path="/boom"))
    assert seen == ["/", False, "/boom", True]


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
    with pytest.raises(
        TypeError, match=r"^the rule '/x' has no view and no endpoint: write add_url_rule\(rule, view_func=...\)$"
    ):
        App("core").add_url_rule("/x")


def test_a_view_without_a_name_needs_an_endpoint():
    app = App("core")
    with pytest.raises(AttributeError, match="__name__"):
        app.add_url_rule("/x", view_func=partial(str))
    app.add_url_rule("/x", 7, partial(str, "x"))
    assert (call(app, environ_for(path="/x")).text, app.url_for(endpoint="7")) == ("x", "/x")


def test_another_view_of_the_same_name_is_refused():
    app = App("core")
    app.add_url_rule("/a", "a", print)
    sentence = r"^the endpoint 'a' of '/b' has another view: write endpoint='another_name'$"
    with pytest.raises(AssertionError, match=sentence):
        app.add_url_rule("/b", "a", repr)
    app.add_url_rule("/b", "a", print)
    app.add_url_rule("/c", "a")
    assert [rule.rule for rule in app.url_map.iter_rules("a")] == ["/a", "/b", "/c"]


def test_the_methods_of_a_view():
    def posted():
        return "posted"

    app = App("core")
    posted.methods = ["POST"]
    app.add_url_rule("/own", view_func=posted)
    app.add_url_rule("/given", "given", posted, methods=["PUT"])
    app.add_url_rule("/usual", "usual", lambda: "usual")
    assert [rule.methods for rule in app.url_map.iter_rules()] == [
        {"POST", "OPTIONS"},
        {"PUT", "OPTIONS"},
        {"GET", "HEAD", "OPTIONS"},
    ]


def test_a_derived_class_may_look_at_each_rule_and_its_view():
    class Own(App):
        """An application that looks at its rules."""

        def advise(self, rule, view):
            seen.append((rule.rule, view))

    app, seen = Own("core"), []
    app.add_url_rule("/a", "a", print)
    app.add_url_rule("/b", "b")
    assert seen == [("/a", print), ("/b", None)]


def test_an_error_knows_the_class_of_responses(monkeypatch):
    assert isinstance(NotFound().get_response(), Response)
    monkeypatch.setattr(HTTPException, "_response_class", None)
    with pytest.raises(RuntimeError, match="import wsgi_apps first, or call the error"):
        NotFound().get_response()


def test_a_kind_of_values_says_how_they_are_found():
    with pytest.raises(NotImplementedError):
        FirstValues().get("name")
