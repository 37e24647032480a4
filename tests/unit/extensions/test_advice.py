"""What is said at registration: of rules, views, hooks, and of the application's own name."""

import re
import warnings
from functools import partial, wraps
from pathlib import Path

import pytest

from wsgi_apps import App, Blueprint, Response
from wsgi_apps.views import MethodView, View


@pytest.fixture
def app():
    return App(__name__, static_folder=None)


def view():
    """Answer."""


async def asynchronous():
    """Answer nobody."""


def of_name(name):
    """Answer for a name."""


async def pieces():
    """Yield nothing."""
    yield ""


class Asynchronous:
    async def __call__(self):
        """Answer nobody."""

    async def answer(self):
        """Answer nobody."""


class Item(MethodView):
    def get(self):
        """Answer."""

    def post(self, name):
        """Answer for a name."""


class AsyncItem(MethodView):
    async def get(self):
        """Answer nobody."""


class AsyncPage(View):
    async def dispatch_request(self):
        """Answer nobody."""


class Page(View):
    def dispatch_request(self):
        """Answer."""


class Greeter:
    def __call__(self):
        """Answer."""

    def greet(self):
        """Answer."""


def shop():
    return Blueprint("shop", __name__)


REFUSED = [
    (
        "no parentheses",
        lambda app: app.route(view),
        r"@app.route above view lacks its parentheses: write @app.route\('/path'\)",
    ),
    (
        "no parentheses, get",
        lambda app: app.get(view),
        r"@app.get above view lacks its parentheses: write @app.get\('/path'\)",
    ),
    ("no parentheses, above a class", lambda app: app.route(Item), "@app.route above Item lacks its parentheses"),
    (
        "no parentheses, error handler",
        lambda app: app.errorhandler(view),
        r"@app.errorhandler above view .*: write @app.errorhandler\(404\)",
    ),
    (
        "no parentheses, endpoint",
        lambda app: app.endpoint(view),
        r"@app.endpoint above view .*: write @app.endpoint\('name'\)",
    ),
    (
        "no parentheses, blueprint",
        lambda app: shop().errorhandler(view),
        "@app.errorhandler above view lacks its parentheses",
    ),
    (
        "no parentheses, for the application",
        lambda app: shop().app_errorhandler(view),
        "@blueprint.app_errorhandler above view lacks",
    ),
    ("method=", lambda app: app.route("/", method=["POST"]), r"the rule '/' does not take method=: write methods="),
    ("far from all", lambda app: app.route("/", colour=1), "does not take colour=: write one of build_only, defaults,"),
    (
        "an async view",
        lambda app: app.get("/")(asynchronous),
        "asynchronous is async, but views and hooks cannot be async",
    ),
    ("an async generator", lambda app: app.get("/")(pieces), "pieces is async"),
    ("an async object", lambda app: app.get("/", endpoint="a")(Asynchronous()), "Asynchronous.__call__ is async"),
    ("an async method of an object", lambda app: app.get("/")(Asynchronous().answer), "Asynchronous.answer is async"),
    ("an async partial", lambda app: app.get("/", endpoint="a")(partial(asynchronous)), "asynchronous is async"),
    (
        "an async MethodView",
        lambda app: app.add_url_rule("/", view_func=AsyncItem.as_view("a")),
        "AsyncItem.get is async",
    ),
    (
        "an async View",
        lambda app: app.add_url_rule("/", view_func=AsyncPage.as_view("a")),
        "AsyncPage.dispatch_request is async",
    ),
    ("an async view of an endpoint", lambda app: app.endpoint("a")(asynchronous), "asynchronous is async"),
    ("an async error handler", lambda app: app.errorhandler(404)(asynchronous), "asynchronous is async"),
    ("an async handler of an exception", lambda app: app.register_error_handler(KeyError, asynchronous), "is async"),
    ("an async view of a blueprint", lambda app: shop().get("/")(asynchronous), "asynchronous is async"),
    ("an async handler of a blueprint", lambda app: shop().errorhandler(404)(asynchronous), "asynchronous is async"),
    ("an async handler for all", lambda app: shop().app_errorhandler(404)(asynchronous), "asynchronous is async"),
    ("an async hook for all", lambda app: shop().before_app_request(asynchronous), "asynchronous is async"),
    (
        "a class",
        lambda app: app.add_url_rule("/w", view_func=Item),
        r"the view Item of '/w' is a class.*: write view_func=Item.as_view\('item'\)",
    ),
    ("a decorated class", lambda app: app.route("/w")(Item), "the view Item of '/w' is a class"),
    (
        "as_view, not called",
        lambda app: app.add_url_rule("/w", view_func=Item.as_view),
        "the view Item.as_view of '/w' is a class",
    ),
    ("a class for an endpoint", lambda app: app.endpoint("w")(Item), "the view Item of 'w' is a class"),
    (
        "a class in a blueprint",
        lambda app: shop().add_url_rule("/w", view_func=Item),
        "the view Item of '/w' is a class",
    ),
    (
        "the result of a view",
        lambda app: app.add_url_rule("/", "a", "hello"),
        "the view 'hello' of '/' cannot be called",
    ),
    (
        "the result of a hook",
        lambda app: app.before_request(None),
        "None cannot be called: write the name of a function",
    ),
    ("the result of a handler", lambda app: app.errorhandler(404)("gone"), "'gone' cannot be called"),
    ("an async hook", lambda app: app.before_request(asynchronous), "write def, not async def"),
    ("no name", lambda app: App(), r"needs the name of its module: write Flask\(__name__\) or App\(__name__\)"),
    ("None", lambda app: App(None), r"an application needs the name of its module, not None: write Flask\(__name__\)"),
    ("no name for a class of one's own", lambda app: type("Shop", (App,), {})(), r"module: write Shop\(__name__\)$"),
    (
        "method=, without a decorator",
        lambda app: app.add_url_rule("/", "a", view, method=["GET"]),
        "'/' does not take method=: write methods=",
    ),
    (
        "method=, in a blueprint",
        lambda app: shop().add_url_rule("/", "a", view, method=["GET"]),
        "'/' does not take method=: write methods=",
    ),
    (
        "the class Blueprint",
        lambda app: app.register_blueprint(Blueprint),
        "register_blueprint got <class .*Blueprint'>, which is not",
    ),
    (
        "a module",
        lambda app: shop().register_blueprint(re),
        r"register_blueprint got <module 're'.*Blueprint\('notes', __name__\)",
    ),
    (
        "the class is served",
        lambda app: App({"REQUEST_METHOD": "GET"}, print),
        r"the server calls a class, .*: write app = Flask\(__name__\) or App\(__name__\), with",
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
    ("a lambda", lambda app: app.get("/<name>")(lambda: ""), "does not take name: write lambda name: ..."),
    (
        "a MethodView",
        lambda app: add(app, "/<name>", Item, ["GET"]),
        "the view Item.get of '/<name>' does not take name: write def get(self, name)",
    ),
    ("for HEAD", lambda app: add(app, "/<name>", Item, ["HEAD"]), "Item.get of '/<name>' does not take name"),
    (
        "a parameter of a MethodView",
        lambda app: add(app, "/", Item, ["POST"]),
        "Item.post needs 'name', and its rule '/' has no <name>",
    ),
    (
        "a View",
        lambda app: add(app, "/<name>", Page),
        "Page.dispatch_request of '/<name>' does not take name: write def dispatch_request(self, name)",
    ),
    (
        "a callable object",
        lambda app: app.get("/<name>", endpoint="a")(Greeter()),
        "Greeter.__call__ of '/<name>' does not take name: write def __call__(self, name)",
    ),
    (
        "a method of an object",
        lambda app: app.get("/<name>")(Greeter().greet),
        "Greeter.greet of '/<name>' does not take name: write def greet(self, name)",
    ),
    (
        "a partial",
        lambda app: app.get("/<a>", endpoint="a")(partial(of_name, "kim")),
        "the view of_name of '/<a>' does not take a: write def of_name(name, a)",
    ),
    ("a parameter of a partial", lambda app: app.get("/", endpoint="a")(partial(of_name)), "of_name needs 'name'"),
]


@pytest.mark.parametrize(("act", "words"), [row[1:] for row in WARNED], ids=[row[0] for row in WARNED])
def test_slips_are_told_with_the_line_of_the_view(act, words, app):
    with pytest.warns(UserWarning, match=re.escape(words)) as given:
        act(app)
    assert {one.filename for one in given} == {__file__}
    lines = Path(__file__).read_text(encoding="utf-8").split("\n")
    assert all(re.search(r"\b(def|lambda)\b", lines[one.lineno - 1]) for one in given)


def add(app, rule, view_class, methods=None):
    app.add_url_rule(rule, view_func=view_class.as_view(f"item {rule}"), methods=methods)


def wrapped(function):
    @wraps(function)
    def inner(*arguments, **keywords):
        return function("Jong", *arguments, **keywords)

    return inner


class Callable:
    __name__ = "callable"

    def __call__(self, name):
        return name


def without_name(function):
    return lambda name="": function()


def labelled(function):
    labelled = partial(function)
    labelled.__name__, labelled.view_class = "labelled", "a text"
    return labelled


SILENT = [
    ("the variable", lambda app: app.get("/<name>")(of_name)),
    ("a value by default", lambda app: app.get("/")(lambda name="": name)),
    ("a default that the view leaves out", lambda app: app.get("/", defaults={"a": 1})(view)),
    ("a default of the rule", lambda app: app.get("/", defaults={"name": "x"})(of_name)),
    ("any keywords", lambda app: app.get("/<name>")(lambda **values: values)),
    ("a wrapper", lambda app: app.get("/")(wrapped(of_name))),
    ("a callable object", lambda app: app.get("/<name>")(Callable())),
    ("a function of C", lambda app: app.get("/<obj>")(print)),
    ("a class that makes a response", lambda app: app.get("/<response>")(Response)),
    ("a partial", lambda app: app.get("/", endpoint="a")(partial(of_name, "kim"))),
    ("a partial with a name", lambda app: app.get("/<name>", endpoint="a")(partial(of_name, name="kim"))),
    ("a MethodView for each rule", lambda app: (add(app, "/", Item, ["GET"]), add(app, "/<name>", Item, ["POST"]))),
    ("a MethodView without that method", lambda app: add(app, "/<name>", Item, ["PUT"])),
    ("a View that has nothing yet", lambda app: add(app, "/<name>", View)),
    ("a decorated class", lambda app: add(app, "/<name>", type("Own", (Item,), {"decorators": [without_name]}))),
    ("a decorated async class", lambda app: add(app, "/", type("Own", (AsyncItem,), {"decorators": [without_name]}))),
    ("a wrapped class", lambda app: app.get("/<name>")(wraps(view)(without_name(Item.as_view("item"))))),
    ("a static method", lambda app: add(app, "/<name>", type("Own", (MethodView,), {"get": staticmethod(of_name)}))),
    ("a view_class of one's own", lambda app: app.get("/<name>")(labelled(of_name))),
    ("an exception class", lambda app: app.errorhandler(KeyError)(view)),
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
    with pytest.raises(TypeError, match=r"@app\.route above view lacks its parentheses"):
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
