"""What a program tells its application, and what is refused."""

from functools import partial

import pytest

from tests.support.strict import call, environ_for
from wsgi_apps import App


@pytest.fixture
def app():
    return App(__name__)


@pytest.mark.parametrize("method", ["get", "post", "put", "patch", "delete"])
def test_decorators_by_method(app, method):
    getattr(app, method)("/<name>")(lambda name: f"{method} {name}")
    assert call(app, environ_for(method.upper(), "/kim")).text == f"{method} kim"
    assert call(app, environ_for("PROPFIND", "/kim")).status == 405


def test_views_keep_their_names(app):
    @app.route("/")
    def view():
        return "view"

    assert (view(), app.view_functions["view"]) == ("view", view)


def test_an_endpoint_and_its_view_may_come_apart(app):
    app.add_url_rule("/", "later")
    app.endpoint("later")(lambda: "later")
    assert call(app).text == "later"


def test_a_view_may_bring_its_methods(app):
    def view():
        return "posted"

    view.methods, view.provide_automatic_options = ["POST"], False
    app.add_url_rule("/", view_func=view)
    assert call(app, environ_for("POST")).text == "posted"
    assert call(app, environ_for("OPTIONS")).status == 405


def test_a_view_may_require_methods(app):
    def view():
        return "view"

    view.required_methods = ("put", "OPTIONS")
    app.add_url_rule("/", view_func=view, methods=["POST"])
    assert app.url_map.rules[-1].methods == {"POST", "PUT", "OPTIONS"}
    assert call(app, environ_for("OPTIONS")).header("Allow") == "OPTIONS, POST, PUT"


def test_a_bound_method_may_have_several_rules(app):
    for path in ("/a", "/b"):
        app.add_url_rule(path, view_func="text".upper)
    assert [call(app, environ_for(path=path)).text for path in ("/a", "/b")] == ["TEXT", "TEXT"]


def test_one_view_may_have_several_rules(app):
    view = app.route("/a")(app.route("/b")(lambda: "both"))
    assert [call(app, environ_for(path=path)).text for path in ("/a", "/b")] == ["both", "both"]
    assert view() == "both"


REFUSED = [
    ("methods of a method", lambda app: app.get("/", methods=["POST"]), TypeError, r"^app.get\('/'\) has its method already: write app.route for several$"),
    ("nothing behind a rule", lambda app: app.add_url_rule("/"), TypeError, r"^the rule '/' has no view and no endpoint: write add_url_rule\(rule, view_func=...\)$"),
    ("a view without a name", lambda app: app.add_url_rule("/", view_func=partial(str)), TypeError, "has no name of its own: write endpoint="),
    ("two views of one name", lambda app: [app.route("/a", endpoint="x")(f) for f in (print, repr)], AssertionError, "has another view"),
    ("a rule without a slash", lambda app: app.route("a")(print), ValueError, "must start with one slash"),
    ("methods as text", lambda app: app.route("/", methods="GET")(print), TypeError, "not a list"),
]  # fmt: skip


@pytest.mark.parametrize(("act", "kind", "words"), [row[1:] for row in REFUSED], ids=[row[0] for row in REFUSED])
def test_mistakes_are_refused(app, act, kind, words):
    with pytest.raises(kind, match=words):
        act(app)


LATE = [
    ("route", lambda app: app.route("/")(print)),
    ("get", lambda app: app.get("/")(print)),
    ("add_url_rule", lambda app: app.add_url_rule("/", view_func=print)),
    ("before_first_request", lambda app: app.before_first_request(print)),
    ("before_request", lambda app: app.before_request(print)),
    ("after_request", lambda app: app.after_request(print)),
    ("teardown_request", lambda app: app.teardown_request(print)),
    ("register_error_handler", lambda app: app.errorhandler(404)(print)),
    ("url_defaults", lambda app: app.url_defaults(print)),
    ("url_value_preprocessor", lambda app: app.url_value_preprocessor(print)),
    ("context_processor", lambda app: app.context_processor(dict)),
    ("endpoint", lambda app: app.endpoint("x")(print)),
    ("teardown_appcontext", lambda app: app.teardown_appcontext(print)),
    ("shell_context_processor", lambda app: app.shell_context_processor(dict)),
]


@pytest.mark.parametrize(("name", "act"), LATE, ids=[row[0] for row in LATE])
def test_after_the_first_request_nothing_is_registered(app, name, act):
    call(app)
    with pytest.raises(AssertionError, match=f"app.{name} comes after the first request"):
        act(app)


def test_what_templates_know(app):
    app.context_processor(lambda: {"who": "kim"})
    app.template_filter("loud")(str.upper)
    app.add_template_test(lambda value: value == "KIM", "kim")
    app.add_template_filter(len, "size")
    app.add_template_global(len)

    @app.template_filter
    def twice(text):
        return text * 2

    template = app.jinja_env.from_string("{{ 'kim'|loud is kim }} {{ 'ab'|size }} {{ len('abc') }} {{ 'x'|twice }}")
    assert template.render() == "True 2 3 xx"
