"""The functions that a program wrote for a view, and the message if one of them returns no body."""

import re
from functools import partial, wraps
from pathlib import Path

import pytest

from tests.support.strict import call, environ_for
from wsgi_apps import App, Blueprint, make_response
from wsgi_apps.extensions.view_functions import function_of, functions_of
from wsgi_apps.views import MethodView, View


def view():
    """Answer nothing."""


class Item(MethodView):
    def get(self):
        """Answer nothing."""

    def post(self):
        """Answer nothing."""


class Page(View):
    def dispatch_request(self):
        """Answer nothing."""


class Own(MethodView):
    def dispatch_request(self):
        """Answer nothing."""


class Greeter:
    def __call__(self):
        """Answer nothing."""

    def greet(self):
        """Answer nothing."""

    @classmethod
    def of_class(cls):
        """Answer nothing."""


@wraps(view)
def wrapper():
    return view()


ITEM = Item.as_view("item")
FUNCTIONS = [
    ("a function", view, None, ["view"]),
    ("a wrapper", wrapper, None, ["view"]),
    ("a partial", partial(partial(view)), None, ["view"]),
    ("an object", Greeter(), None, ["Greeter.__call__"]),
    ("a partial of an object", partial(Greeter()), None, ["Greeter.__call__"]),
    ("a bound method", Greeter().greet, None, ["Greeter.greet"]),
    ("a method of a class", Greeter.of_class, None, ["Greeter.of_class"]),
    ("a class", Greeter, None, ["Greeter"]),
    ("a function of C", len, None, ["len"]),
    ("every method of a class", ITEM, None, ["Item.get", "Item.post"]),
    ("one method of a class", ITEM, {"POST"}, ["Item.post"]),
    ("HEAD, which get answers", ITEM, {"HEAD"}, ["Item.get"]),
    ("HEAD and GET", ITEM, {"HEAD", "GET"}, ["Item.get"]),
    ("a method that the class lacks", ITEM, {"PUT"}, []),
    ("a View", Page.as_view("page"), {"GET"}, ["Page.dispatch_request"]),
    ("a MethodView with a dispatch_request of its own", Own.as_view("own"), {"GET"}, ["Own.dispatch_request"]),
    ("a View without a function", View.as_view("view"), {"GET"}, []),
]


@pytest.mark.parametrize(
    ("given", "methods", "names"), [row[1:] for row in FUNCTIONS], ids=[row[0] for row in FUNCTIONS]
)
def test_functions_of_a_view(given, methods, names):
    assert [written.name for written in functions_of(given, methods)] == names


def test_a_function_of_c_has_no_place():
    assert function_of(len).place is None
    assert not function_of(len).is_async


def app_of(given, **more):
    app = App(__name__, static_folder=None)
    app.testing = True
    app.add_url_rule("/", "root", given, **more)
    return app


def failing():
    raise ZeroDivisionError


def missing():
    return None, 404


def handled(register, handler):
    app = app_of(failing)
    register(app, handler)
    return app


def of_blueprint(app, handler):
    blueprint = Blueprint("shop", __name__)
    blueprint.app_errorhandler(ZeroDivisionError)(handler)
    app.register_blueprint(blueprint)


def in_production(app, handler):
    app.testing = False
    app.errorhandler(500)(handler)


def nothing_for(error):
    """Answer nothing."""


def nothing_but_a_status(error):
    return None, 500


BODY = "is there a return on every way through it?"
FRONT = "write the body in front of the status"
NOTHING = [
    ("a function", app_of(view), "/", "the view of 'root'", "def view():", "None", BODY),
    ("a wrapper", app_of(wrapper), "/", "the view of 'root'", "def view():", "None", BODY),
    ("a MethodView", app_of(ITEM), "/", "the view of 'root'", "    def get(self):", "None", BODY),
    ("a partial", app_of(partial(view)), "/", "the view of 'root'", "def view():", "None", BODY),
    ("an object", app_of(Greeter()), "/", "the view of 'root'", "    def __call__(self):", "None", BODY),
    ("a status alone", app_of(missing), "/", "the view of 'root'", "def missing():", "(None, 404)", FRONT),
    (
        "a handler",
        handled(lambda app, handler: app.errorhandler(ZeroDivisionError)(handler), nothing_for),
        "/",
        "the error handler nothing_for",
        "def nothing_for(error):",
        "None",
        BODY,
    ),
    (
        "a handler of a path that no rule fits",
        handled(lambda app, handler: app.errorhandler(404)(handler), nothing_but_a_status),
        "/x",
        "the error handler nothing_but_a_status",
        "def nothing_but_a_status(error):",
        "(None, 500)",
        FRONT,
    ),
    (
        "a handler of a blueprint",
        handled(of_blueprint, nothing_for),
        "/",
        "the error handler nothing_for",
        "def nothing_for(error):",
        "None",
        BODY,
    ),
    (
        "a handler of 500",
        handled(in_production, nothing_for),
        "/",
        "the error handler nothing_for",
        "def nothing_for(error):",
        "None",
        BODY,
    ),
]


@pytest.mark.parametrize("is_first", [True, False], ids=["the first request", "a later request"])
@pytest.mark.parametrize(
    ("app", "path", "who", "text", "result", "advice"), [row[1:] for row in NOTHING], ids=[row[0] for row in NOTHING]
)
def test_the_function_that_returned_no_body_is_named_with_its_line(
    app, path, who, text, result, advice, is_first, caplog
):
    app.got_first_request = not is_first
    line = Path(__file__).read_text(encoding="utf-8").split("\n").index(text) + 1
    said = f"{who} ({__file__}, line {line}) returned {result}: {advice}"
    if app.testing:
        with pytest.raises(TypeError, match=f"^{re.escape(said)}$"):
            call(app, environ_for(path=path))
    else:
        assert call(app, environ_for(path=path)).status == 500
        assert said in caplog.text


@pytest.mark.parametrize("path", ["/", "/x"])
@pytest.mark.parametrize("is_of_blueprint", [True, False])
def test_a_hook_that_returned_no_body_is_not_taken_for_a_view(path, is_of_blueprint):
    app = app_of(view)
    blueprint = Blueprint("shop", __name__)
    (blueprint.before_app_request if is_of_blueprint else app.before_request)(lambda: (None, 401))
    app.register_blueprint(blueprint)
    with pytest.raises(TypeError, match=r"^a function of before_request returned \(None, 401\): write the body"):
        call(app, environ_for(path=path))


def test_a_function_of_c_that_returned_no_body_is_named_without_a_place():
    with pytest.raises(TypeError, match=r"^the view of 'root' returned None: is there a return"):
        call(app_of([].reverse))


def test_outside_of_a_request_the_context_is_missing():
    with pytest.raises(RuntimeError, match="There is no request here"):
        app_of(view).make_response(None)
    with App(__name__).test_request_context("/"), pytest.raises(TypeError, match="'no rule' returned None"):
        make_response(None)
