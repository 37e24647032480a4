"""The context and the names that lead to it."""

import threading

import pytest

from tests.support.strict import call, environ_for
from wsgi_apps import App, Request, current_app, flash, g, has_app_context, has_request_context, request, session
from wsgi_apps.application.context import CURRENT
from wsgi_apps.extensions.context import after_this_request


@pytest.fixture
def app():
    app = App(__name__)
    app.secret_key = "key"
    return app


def test_outside_of_a_request_the_names_say_so():
    for name in ("method", "args"):
        with pytest.raises(RuntimeError, match="There is no request here: use it while a request is answered"):
            getattr(request, name)
    with pytest.raises(RuntimeError, match="There is no session here"):
        session["user"]
    assert (bool(request), repr(g), has_app_context(), has_request_context()) == (False, "<nothing here>", False, False)
    assert not hasattr(request, "__wrapped__")


def test_an_application_without_a_request(app):
    with app.app_context():
        assert current_app == app
        assert (has_app_context(), has_request_context()) == (True, False)
        g.user = "kim"
        with pytest.raises(RuntimeError, match="There is no request here"):
            request.path  # noqa: B018
    assert not has_app_context()


def test_a_name_is_what_it_stands_for(app):
    with app.test_request_context("/path"):
        assert isinstance(request, Request)
        assert has_request_context()
        assert request._get_current_object() is CURRENT.get().request
        assert (hash(current_app), repr(request)) == (hash(app), "<Request 'GET' '/path'>")


def test_operators_are_handed_on(app):
    with app.test_request_context():
        session["user"] = "kim"
        assert (session["user"], "user" in session, list(session), len(session), bool(session)) == (
            "kim",
            True,
            ["user"],
            1,
            True,
        )
        del session["user"]
        assert session == {}
        request.own = 1
        assert CURRENT.get().request.own == 1
        del request.own
        assert not hasattr(request, "own")


def test_g(app):
    with app.app_context():
        g.user = "kim"
        assert (g.user, g.get("user"), "user" in g, list(g)) == ("kim", "kim", True, ["user"])
        assert (g.pop("user"), g.pop("user", None), g.get("user", "nobody")) == ("kim", None, "nobody")
        assert (g.setdefault("number", 1), g.number) == (1, 1)
        with pytest.raises(AttributeError, match=r"g\.user is not set: set it in this request first"):
            g.user  # noqa: B018


def test_after_this_request_changes_its_answer_only(app):
    @app.route("/<int:changed>")
    def view(changed):
        if changed:
            after_this_request(lambda response: response.headers.set("X-Changed", "1") or response)
        return "text"

    assert call(app, environ_for(path="/1")).header("X-Changed") == "1"
    assert call(app, environ_for(path="/0")).header("X-Changed") is None


def test_threads_see_requests_of_their_own(app):
    barrier, seen = threading.Barrier(4), {}

    @app.route("/<name>")
    def view(name):
        g.name = name
        barrier.wait(10)
        seen[name] = (g.name, request.path)
        return "text"

    threads = [threading.Thread(target=call, args=[app, environ_for(path=f"/{number}")]) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert seen == {str(number): (str(number), f"/{number}") for number in range(4)}


def test_nothing_is_left_behind(app):
    app.add_url_rule("/boom", "boom", lambda: 1 // 0)
    call(app, environ_for(path="/boom"))
    assert CURRENT.get(None) is None


def test_an_application_inside_a_request_has_what_is_the_requests(app):
    with app.test_request_context("/around"), app.app_context() as inner:
        session["user"] = "kim"
        flash("hello")
        after_this_request(lambda response: response)
        assert (inner.session["user"], inner.flashes, len(inner.after_functions)) == ("kim", [("message", "hello")], 1)
