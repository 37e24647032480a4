"""What is said at registration: of rules, views, hooks, and of the application's own name."""

import re
import warnings
from functools import wraps

import pytest

from wsgi_apps import App, Blueprint


@pytest.fixture
def app():
    return App(__name__, static_folder=None)


def view():
    """Answer."""


async def asynchronous():
    """Answer nobody."""


def of_name(name):
    """Answer for a name."""


REFUSED = [
    ("no parentheses", lambda app: app.route(view), r"the view view has no rule: write @app.route\('/path'\)"),
    ("no parentheses, get", lambda app: app.get(view), r"the view view has no rule: write @app.route\('/path'\)"),
    ("method=", lambda app: app.route("/", method=["POST"]), r"the rule '/' does not take method=: write methods="),
    ("far from all", lambda app: app.route("/", colour=1), "does not take colour=: write one of build_only, defaults,"),
    (
        "an async view",
        lambda app: app.get("/")(asynchronous),
        "asynchronous is async, but views and hooks cannot be async",
    ),
    ("an async hook", lambda app: app.before_request(asynchronous), "write def, not async def"),
    ("no name", lambda app: App(), r"App\(\) needs the name of its module: write App\(__name__\)"),
    ("None", lambda app: App(None), r"App\(None\) needs the name of its module"),
    (
        "the class is served",
        lambda app: App({"REQUEST_METHOD": "GET"}, print),
        r"the class App: write app = App\(__name__\)",
    ),
]


@pytest.mark.parametrize(("act", "words"), [row[1:] for row in REFUSED], ids=[row[0] for row in REFUSED])
def test_what_never_works_is_refused(act, words, app):
    with pytest.raises(TypeError, match=words):
        act(app)


WARNED = [
    ("a method", lambda app: app.route("/", methods=["PSOT"])(view), "the method 'PSOT': did you mean 'POST'?"),
    ("a variable", lambda app: app.get("/<name>")(view), "does not take name: write def view(name)"),
    ("two", lambda app: app.get("/<a>/<b>")(view), "does not take a or b: write def view(a, b)"),
    ("a parameter", lambda app: app.get("/")(of_name), "needs 'name', and its rule '/' has no <name>"),
]


@pytest.mark.parametrize(("act", "words"), [row[1:] for row in WARNED], ids=[row[0] for row in WARNED])
def test_slips_are_told_with_the_line_of_the_view(act, words, app):
    with pytest.warns(UserWarning, match=re.escape(words)) as given:
        act(app)
    assert {(one.filename, one.lineno) for one in given} <= {
        (function.__code__.co_filename, function.__code__.co_firstlineno) for function in (view, of_name)
    }


def wrapped(function):
    @wraps(function)
    def inner(*arguments, **keywords):
        return function("Jong", *arguments, **keywords)

    return inner


class Callable:
    __name__ = "callable"

    def __call__(self, name):
        return name


SILENT = [
    ("the variable", lambda app: app.get("/<name>")(of_name)),
    ("a value by default", lambda app: app.get("/")(lambda name="": name)),
    ("a default that the view leaves out", lambda app: app.get("/", defaults={"a": 1})(view)),
    ("a default of the rule", lambda app: app.get("/", defaults={"name": "x"})(of_name)),
    ("any keywords", lambda app: app.get("/<name>")(lambda **values: values)),
    ("a wrapper", lambda app: app.get("/")(wrapped(of_name))),
    ("a callable object", lambda app: app.get("/<name>")(Callable())),
    ("a function of C", lambda app: app.get("/<obj>")(print)),
    ("a method of WebDAV", lambda app: app.route("/", methods=["propfind"])(view)),
    ("a method of one's own", lambda app: app.route("/", methods=["SUBSCRIBE"])(view)),
]


@pytest.mark.parametrize("act", [row[1] for row in SILENT], ids=[row[0] for row in SILENT])
def test_what_works_is_not_talked_about(act, app):
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        act(app)


def test_a_blueprint_gives_the_same_advice(app):
    blueprint = Blueprint("shop", __name__, url_prefix="/<shop>")
    with pytest.raises(TypeError, match="the view view has no rule"):
        blueprint.route(view)
    blueprint.get("/")(view)
    with pytest.warns(UserWarning, match="the view view of '/<shop>/' does not take shop"):
        app.register_blueprint(blueprint)


def test_a_blueprint_that_takes_values_out_makes_its_views_right(app):
    blueprint = Blueprint("shop", __name__, url_prefix="/<shop>")
    blueprint.url_value_preprocessor(lambda endpoint, values: values.pop("shop"))
    blueprint.get("/")(view)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        app.register_blueprint(blueprint)


def test_a_function_that_takes_values_out_makes_the_view_right(app):
    app.url_value_preprocessor(lambda endpoint, values: values.pop("language"))
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        app.get("/<language>/")(view)


@pytest.mark.parametrize("name", ["route", "get", "post"])
def test_a_late_rule_is_named_by_its_decorator(name, app):
    app.test_client().get("/")
    with pytest.raises(AssertionError, match=rf"app\.{name} comes after the first request"):
        getattr(app, name)("/late")
