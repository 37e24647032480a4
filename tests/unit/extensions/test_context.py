"""The public contexts, and what stands for their parts."""

import re

import pytest

from wsgi_apps import App, after_this_request, current_app, flash, g, get_flashed_messages, request, session
from wsgi_apps.application import globals as core
from wsgi_apps.application.context import CURRENT, current_context
from wsgi_apps.application.return_values import make_response as made
from wsgi_apps.extensions.context import Proxy
from wsgi_apps.extensions.files import send_file

HERE = "There is no {what} here: use it while a request is answered, or inside `with app.{method}(...):`."


@pytest.fixture
def app():
    app = App(__name__)
    app.secret_key = "key"
    return app


def application():
    return App(__name__)


OUTSIDE = [
    ("a request", lambda: request.path, "request", "test_request_context"),
    ("the request itself", lambda: request._get_current_object(), "request", "test_request_context"),
    ("an item of a session", lambda: session["user"], "session", "test_request_context"),
    ("a session itself", lambda: session._get_current_object(), "session", "test_request_context"),
    ("g", lambda: g.user, "g", "test_request_context"),
    ("an application", lambda: current_app.name, "app", "test_request_context"),
    ("a context", current_context, "application", "app_context"),
    ("flash", lambda: flash("x"), "session", "test_request_context"),
    ("get_flashed_messages", get_flashed_messages, "session", "test_request_context"),
    ("after_this_request", lambda: after_this_request(print), "request", "test_request_context"),
    ("send_file", lambda: send_file("x"), "request", "test_request_context"),
    ("a result", lambda: made(7, core.Response, print), "request", "test_request_context"),
    ("preprocess_request", lambda: application().preprocess_request(), "request", "test_request_context"),
    ("full_dispatch_request", lambda: application().full_dispatch_request(), "request", "test_request_context"),
    ("process_response", lambda: application().process_response("x"), "request", "test_request_context"),
    (
        "make_default_options_response",
        lambda: application().make_default_options_response(),
        "request",
        "test_request_context",
    ),
]


@pytest.mark.parametrize(("ask", "what", "method"), [row[1:] for row in OUTSIDE], ids=[row[0] for row in OUTSIDE])
def test_outside_of_a_context_there_is_a_sentence(ask, what, method):
    with pytest.raises(RuntimeError, match=f"^{re.escape(HERE.format(what=what, method=method))}$"):
        ask()


WITHOUT_A_REQUEST = [
    ("request", lambda context: context.request, "request"),
    ("session", lambda context: context.session, "session"),
    ("flashes", lambda context: context.flashes, "session"),
    ("after_functions", lambda context: context.after_functions, "request"),
]


@pytest.mark.parametrize("is_pushed", [True, False], ids=["pushed", "not pushed"])
@pytest.mark.parametrize(
    ("ask", "what"), [row[1:] for row in WITHOUT_A_REQUEST], ids=[row[0] for row in WITHOUT_A_REQUEST]
)
def test_a_context_without_a_request_says_so(app, ask, what, is_pushed):
    context = app.app_context()
    sentence = f"^{re.escape(HERE.format(what=what, method='test_request_context'))}$"
    if is_pushed:
        context.push()
    with pytest.raises(RuntimeError, match=sentence):
        ask(context)
    if is_pushed:
        context.pop()
    assert not context.has_request


def test_what_is_there_without_a_request(app):
    with app.app_context():
        assert [bool(name) for name in (request, session, current_app)] == [False, False, True]
        assert [repr(name) for name in (request, session)] == ["<nothing here>"] * 2
        assert repr(g) != "<nothing here>"
    with app.test_request_context():
        assert repr(session) == "{}"
        assert (bool(request), bool(session)) == (True, False)


def test_the_end_of_a_context_knows_its_error(app):
    seen, error = [], ZeroDivisionError()
    app.teardown_appcontext(seen.append)
    with pytest.raises(ZeroDivisionError), app.app_context():
        raise error
    context = app.app_context()
    context.push()
    context.pop(error)
    with app.app_context():
        pass
    assert seen == [error, error, None]


def test_a_context_that_is_pushed_twice_ends_once(app):
    ended, context = [], app.app_context()
    app.teardown_appcontext(ended.append)
    with context:
        with context:
            g.user = "kim"
        assert (g.user, ended) == ("kim", [])
    assert (ended, CURRENT.get(None)) == ([None], None)


def test_a_copy_shares_the_request_and_ends_nothing_of_it(app):
    closed = []
    with app.test_request_context("/path") as context:
        context.request.close, context.request.has_uploads = (lambda: closed.append(1)), True
        session["user"], g.name = "kim", "kim"
        twin = context.copy()
        with twin:
            assert (request.path, session["user"], g.name) == ("/path", "kim", "kim")
        assert (twin.is_copy, context.is_copy, closed) == (True, False, [])
    assert closed == [1]


def test_g_is_a_collection(app):
    with app.app_context():
        g.user = "kim"
        with pytest.raises(KeyError):
            g.pop("nobody")
        assert (g.pop("nobody", "none"), g.setdefault("user"), g.setdefault("other"), list(g)) == (
            "none",
            "kim",
            None,
            ["user", "other"],
        )


class Part(list):
    """An object of the program's own, as ``g`` may hold it."""

    def __or__(self, other):
        return f"{list(self)} | {other}"

    def __ror__(self, other):
        return f"{other} | {list(self)}"

    def __ior__(self, other):
        self.append(other)
        return self

    def __call__(self, *arguments, **keywords):
        return arguments, keywords


OPERATIONS = [
    ("or", lambda proxy: proxy | 3, "[1, 2] | 3"),
    ("or from the right", lambda proxy: 3 | proxy, "3 | [1, 2]"),
    ("reversed", lambda proxy: list(reversed(proxy)), [2, 1]),
    ("a call", lambda proxy: proxy(7, name="kim"), ((7,), {"name": "kim"})),
    ("equal", lambda proxy: (proxy == [1, 2], proxy == [1]), (True, False)),
    ("in", lambda proxy: (1 in proxy, 3 in proxy), (True, False)),
    ("len", len, 2),
    ("items", lambda proxy: (proxy[1], list(proxy)), (2, [1, 2])),
]


@pytest.fixture
def proxy(app):
    with app.app_context() as context:
        context.part = Part([1, 2])
        yield Proxy("part")


@pytest.mark.parametrize(("do", "result"), [row[1:] for row in OPERATIONS], ids=[row[0] for row in OPERATIONS])
def test_a_proxy_hands_on_every_operation(proxy, do, result):
    assert do(proxy) == result


def test_a_proxy_that_is_added_to_stays_a_proxy(proxy):
    same = proxy
    proxy |= 3
    assert (proxy is same, type(proxy).__name__, CURRENT.get().part) == (True, "Proxy", [1, 2, 3])
