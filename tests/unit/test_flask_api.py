"""The life of a request."""

import threading

import pytest

from tests.support.strict import call, environ_for
from wsgi_apps import App, Blueprint, Response, abort, after_this_request, g, redirect, request, session, url_for
from wsgi_apps.application.context import CURRENT
from wsgi_apps.extensions.context import KEEP_CONTEXT
from wsgi_apps.extensions.json_provider import JSONProvider
from wsgi_apps.extensions.sessions import SessionInterface


@pytest.fixture
def app():
    app = App(__name__)
    app.add_url_rule("/", "root", lambda: "root")
    return app


@pytest.mark.parametrize("is_relative", [None, False, True])
def test_what_an_application_begins_with(tmp_path, is_relative):
    options = {} if is_relative is None else {"instance_relative_config": is_relative}
    app = App("own", "/s", "files", "pages", tmp_path, instance_path=tmp_path / "here", **options)
    assert (app.import_name, app.root_path, app.template_folder) == ("own", str(tmp_path), "pages")
    assert (app.static_folder, app.static_url_path) == (str(tmp_path / "files"), "/s")
    assert (app.instance_path, app.config.root_path) == (
        str(tmp_path / "here"),
        tmp_path / "here" if is_relative else tmp_path,
    )
    assert [(rule.rule, rule.endpoint) for rule in app.url_map.iter_rules()] == [("/s/<path:filename>", "static")]
    assert (app.view_functions, app.extensions) == ({"static": app.send_static_file}, {})
    tables = "url_build_error_handlers", "shell_context_processors", "teardown_appcontext_functions"
    assert [getattr(app, name) for name in tables] == [[], [], []]
    assert (app.make_config().root_path, app.make_config(True).root_path) == (tmp_path, tmp_path / "here")


def test_a_class_may_begin_with_settings_of_its_own():
    class Own(App):
        """An application with a setting of its own."""

        default_config = {**App.default_config, "OWN": 1}

    assert (Own(__name__).config["OWN"], "OWN" in App(__name__).config) == (1, False)


def test_what_fails_at_the_end_of_a_context_is_logged(app, caplog):
    app.teardown_appcontext(lambda error: 1 // 0)
    assert call(app).text == "root"
    assert [(record.getMessage(), record.exc_info[0]) for record in caplog.records] == [
        ("Exception on / [GET]", ZeroDivisionError)
    ]


def test_json_is_what_the_provider_of_the_application_makes_of_it():
    class Enveloped(JSONProvider):
        """A provider with a response of its own."""

        def response(self, *values, **items):
            return Response(f"own {values or items}")

    app = App(__name__)
    app.add_url_rule("/", "root", lambda: {"a": 1})
    usual = [call(app), call(app)]
    app.json = Enveloped(app)
    assert [answer.text for answer in usual] == ['{"a":1}\n'] * 2
    assert [call(app).text, call(app).text] == ["own ({'a': 1},)"] * 2
    assert (app.json_parts({}), usual[1].header("Content-Type")) == (None, "application/json")


def with_blueprint(hook=None):
    """Return a function that gives an application a blueprint, with a hook if one is named."""

    def change(app):
        pages = Blueprint("pages", __name__)
        if hook:
            getattr(pages, hook)(print)
        app.register_blueprint(pages)

    return change


SHORT = [  # usual parts; something to do before, for an error, at the end
    ("nothing", lambda app: None, (True, False, False, False)),
    ("a blueprint", with_blueprint(), (True, True, True, False)),
    ("a blueprint that looks at responses", with_blueprint("after_request"), (False, True, True, False)),
    ("a blueprint with an end", with_blueprint("teardown_request"), (True, True, True, True)),
    (
        "another response",
        lambda app: setattr(app, "response_class", type("R", (Response,), {})),
        (False, False, False, False),
    ),
    (
        "another session",
        lambda app: setattr(app, "session_interface", SessionInterface()),
        (False, False, False, False),
    ),
    ("a hook before", lambda app: app.before_request(print), (True, True, False, False)),
    ("a look at the values", lambda app: app.url_value_preprocessor(print), (True, True, False, False)),
    ("a hook for the first request", lambda app: app.before_first_request(print), (True, True, False, False)),
    ("a handler", lambda app: app.errorhandler(404)(print), (True, False, True, False)),
    ("an end", lambda app: app.teardown_request(print), (True, False, False, True)),
    ("an end of the context", lambda app: app.teardown_appcontext(print), (True, False, False, True)),
]


@pytest.mark.parametrize(("change", "needs"), [row[1:] for row in SHORT], ids=[row[0] for row in SHORT])
def test_which_steps_have_something_to_do(change, needs):
    app = App(__name__, static_folder=None)
    change(app)
    if not app.first_request.functions:
        app.first_request.run()
    found = app.has_usual_parts(), app.needs_before(), app.needs_error_handler(), app.needs_teardown()
    assert found == needs
    assert App(__name__).needs_before()  # whatever is to be run before the first request


def test_the_same_rule_twice_is_a_warning(app):
    with pytest.warns(UserWarning, match="the rule"):
        app.add_url_rule("/", "other", lambda: "other")
    assert call(app).text == "root"


def test_the_order_of_the_hooks(app):
    order = []
    app.before_first_request(lambda: order.append("first"))
    app.before_request(lambda: order.append("before"))
    app.after_request(lambda response: order.append("after 1") or response)
    app.after_request(lambda response: order.append("after 2") or response)
    app.teardown_request(lambda error: order.append("end 1"))
    app.teardown_request(lambda error: order.append("end 2"))
    app.add_url_rule("/view", "view", lambda: order.append("view") or "text")
    call(app, environ_for(path="/view"))
    call(app, environ_for(path="/view"))
    once = ["before", "view", "after 2", "after 1", "end 2", "end 1"]
    assert order == ["first", *once, *once]


def test_before_request_may_answer(app):
    app.before_request(lambda: "stopped")
    assert call(app).text == "stopped"


def test_before_first_request_runs_once_however_many_come_at_once(app):
    ran, barrier = [], threading.Barrier(8)
    app.before_first_request(lambda: ran.append(1))

    def ask():
        barrier.wait(10)
        call(app)

    threads = [threading.Thread(target=ask) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert ran == [1]


def test_a_first_hook_that_fails_runs_again(app):
    ran = []
    app.before_first_request(lambda: ran.append(1) or 1 // (len(ran) - 1))
    assert [call(app).status, call(app).status, call(app).status] == [500, 200, 200]
    assert ran == [1, 1]


def test_a_step_of_ones_own_may_be_an_attribute(app):
    app.process_response = lambda response: app.response_class(f"mine, not {response.text}")
    assert [call(app).text, call(app).text] == ["mine, not root", "mine, not root"]


def test_a_first_hook_may_ask_its_own_application(app):
    texts = []
    app.before_first_request(lambda: texts.append(call(app).text))
    assert (call(app).text, texts) == ("root", ["root"])
    assert (call(app).text, texts) == ("root", ["root"])


def test_an_after_hook_that_returns_nothing_is_told_so(app, caplog):
    app.after_request(lambda response: None)
    assert call(app).status == 500
    assert "returned None: return the response that it was given" in caplog.text


def test_functions_for_the_response_of_this_request(app, caplog):
    def forget(response):
        """Return nothing."""

    app.add_url_rule(
        "/new", "new", lambda: after_this_request(lambda response: Response(f"new {response.text}")) and "x"
    )
    app.add_url_rule("/nothing", "nothing", lambda: after_this_request(forget) and "x")
    assert [call(app, environ_for(path=path)).text for path in ("/new", "/")] == ["new x", "root"]
    assert call(app, environ_for(path="/nothing")).status == 500
    assert f"the hook {forget} returned None: return the response that it was given" in caplog.text


def test_the_hooks_of_a_blueprint_come_after_those_of_the_application(app):
    order, pages = [], Blueprint("pages", __name__)
    pages.before_request(lambda: order.append("page") or (request.args.get("page") and "by the page"))
    pages.teardown_request(lambda error: order.append(type(error)))
    pages.route("/page", endpoint="page")(lambda: "page")
    pages.route("/boom", endpoint="boom")(lambda: 1 // 0)
    app.before_request(lambda: order.append("app") or (request.args.get("app") and "by the application"))
    app.register_blueprint(pages)
    asked = [("/page", ""), ("/page", "page=1"), ("/page", "app=1"), ("/boom", ""), ("/", "page=1")]
    answers = [call(app, environ_for(path=path, query=query)) for path, query in asked]
    assert [answer.text for answer in answers[:3]] == ["page", "by the page", "by the application"]
    assert (answers[3].status, answers[4].text) == (500, "root")
    whole = ["app", "page", type(None)]
    assert order == [*whole, *whole, "app", type(None), "app", "page", ZeroDivisionError, "app"]


def test_steps_may_be_called_for_the_current_request(app):
    with app.test_request_context("/"):
        assert (app.full_dispatch_request().text, app.preprocess_request()) == ("root", None)
        assert app.process_response(Response("x")).text == "x"
        assert app.make_default_options_response().headers["Allow"] == "GET, HEAD, OPTIONS"


def test_a_context_is_kept_for_a_client_that_asks_for_it(app):
    kept, copied = [], []
    app.add_url_rule("/copy", "copy", lambda: copied.append(CURRENT.get().copy()) or "copy")
    call(app, environ_for(path="/copy") | {KEEP_CONTEXT: kept.append})
    with copied[0]:
        pass
    assert ([context.is_copy for context in kept], copied[0].is_copy) == ([False], True)


def test_teardown_gets_the_mistake(app):
    seen = []
    app.teardown_request(seen.append)
    app.add_url_rule("/boom", "boom", lambda: 1 // 0)
    call(app)
    call(app, environ_for(path="/boom"))
    assert [type(error) for error in seen] == [type(None), ZeroDivisionError]


def test_teardown_runs_when_the_program_is_ended(app):
    seen = []
    app.teardown_request(seen.append)

    @app.route("/exit")
    def leave():
        raise SystemExit

    with pytest.raises(SystemExit):
        call(app, environ_for(path="/exit"))
    assert ([type(error) for error in seen], CURRENT.get(None)) == ([SystemExit], None)


def test_options_are_answered(app):
    app.add_url_rule("/more", "more", lambda: "more", methods=["POST"])
    app.add_url_rule("/own", "own", lambda: "own", methods=["OPTIONS"])
    assert call(app, environ_for("OPTIONS", "/more")).header("Allow") == "OPTIONS, POST"
    assert call(app, environ_for("OPTIONS", "/own")).text == "own"


def test_a_redirect_of_the_router_is_a_whole_url(app):
    app.add_url_rule("/folder/", "folder", lambda: "folder")
    answer = call(app, environ_for(path="/folder", query="a=1", script_name="/mount"))
    assert (answer.status, answer.header("Location")) == (308, "http://localhost/mount/folder/?a=1")


def test_a_redirect_trusts_no_host_that_is_none(app):
    app.add_url_rule("/folder/", "folder", lambda: "folder")
    assert call(app, environ_for(path="/folder", HTTP_HOST="evil/x")).status == 400


def test_trusted_hosts(app):
    app.config["TRUSTED_HOSTS"] = ["localhost", ".example.com"]
    hosts = ["localhost", "LOCALHOST:8000", "a.example.com", "example.com", "evil.example", "[::1]", "badexample.com"]
    assert [call(app, environ_for(HTTP_HOST=host)).status for host in hosts] == [200, 200, 200, 200, 400, 400, 400]


def test_a_wrapped_application_is_still_an_app(app):
    inner = app.wsgi_app
    app.wsgi_app = lambda environ, start_response: inner(environ | {"PATH_INFO": "/"}, start_response)
    assert call(app, environ_for(path="/elsewhere")).text == "root"


def test_an_application_may_ask_itself(app):
    @app.route("/outer")
    def outer():
        inner = call(app, environ_for(path="/"))
        return f"{request.path} {inner.text}"

    assert call(app, environ_for(path="/outer")).text == "/outer root"


def test_values_and_endpoints_meet_the_preprocessors(app):
    seen = []
    app.url_value_preprocessor(lambda endpoint, values: seen.append((endpoint, values)))
    app.add_url_rule("/<int:number>", "number", lambda number: str(number))
    call(app, environ_for(path="/7"))
    call(app, environ_for(path="/a/b"))
    assert seen == [("number", {"number": 7}), (None, None)]


def test_the_session_makes_a_response(app):
    app.secret_key = "key"

    @app.route("/in")
    def log_in():
        session["user"] = "kim"
        return "in"

    assert "session=" in call(app, environ_for(path="/in")).header("Set-Cookie")


def test_redirects_of_the_program(app):
    app.add_url_rule("/go", "go", lambda: app.redirect(url_for("root"), 303))
    app.add_url_rule("/leave", "leave", lambda: abort(redirect("/")))
    assert [call(app, environ_for(path=path)).status for path in ("/go", "/leave")] == [303, 302]


EXPLAINED = [
    ("a path without a rule", "/nowhere", {}, 404, True),
    ("another method", "/post", {}, 405, True),
    ("another server", "/nowhere", {"wsgi_apps.explains": False}, 404, False),
]


@pytest.mark.parametrize(
    ("path", "more", "status", "listed"), [row[1:] for row in EXPLAINED], ids=[row[0] for row in EXPLAINED]
)
def test_in_debug_mode_the_page_of_404_lists_the_rules(app, path, more, status, listed):
    app.debug = True
    app.add_url_rule("/post", "post", lambda: "post", methods=["POST"])
    environ = environ_for(path=path) | {"wsgi_apps.explains": True} | more
    answer = call(app, environ)
    assert (answer.status, "/static/&lt;path:filename&gt;" in answer.text) == (status, listed)
    own = App(__name__)
    own.debug = True
    own.errorhandler(status)(lambda error: ("own page", status))
    own.add_url_rule("/post", "post", lambda: "post", methods=["POST"])
    assert call(own, environ_for(path=path) | {"wsgi_apps.explains": True}).text == "own page"


def test_the_shell_knows_the_application_and_more(app):
    app.shell_context_processor(lambda: {"kim": 1})
    lee = app.shell_context_processor(lambda: {"lee": 2})
    assert (app.make_shell_context(), lee()) == ({"app": app, "g": g, "kim": 1, "lee": 2}, {"lee": 2})


def test_a_client_of_ones_own(app):
    app.test_client_class = lambda *arguments, **options: (arguments, options)
    assert app.test_client() == ((app,), {"use_cookies": True})
    assert app.test_client(False, name="kim") == ((app,), {"use_cookies": False, "name": "kim"})


def test_a_class_of_responses():
    class Plain(Response):
        default_mimetype = "text/plain"

    class PlainApp(App):
        response_class = Plain

    by_class, by_attribute = PlainApp(__name__), App(__name__)
    by_attribute.response_class = Plain
    for app in (by_class, by_attribute):
        app.add_url_rule("/", "root", lambda: "text")
        assert call(app).header("Content-Type") == "text/plain; charset=utf-8"


def test_client_and_server_are_at_hand(app, monkeypatch):
    assert app.test_client().get("/").text == "root"
    with app.app_context():
        assert CURRENT.get().app is app
    served = []
    monkeypatch.setattr(
        "wsgi_apps.development.server.serve", lambda *arguments, **options: served.append((arguments, options))
    )
    app.run()
    app.run("localhost", 80, debug=True, use_reloader=False)
    app.run("localhost", 80, True, True)
    assert served == [
        ((app, None, None), {"load_dotenv": False}),
        ((app, "localhost", 80), {"load_dotenv": False, "use_reloader": False}),
        ((app, "localhost", 80), {"load_dotenv": True}),
    ]
    assert app.debug
