"""The short way of an App."""

import pytest

from tests.support.strict import call, environ_for
from wsgi_apps import App, Response, abort, redirect
from wsgi_apps.development.traceback_page import EXPLAINS
from wsgi_apps.messages.response import Response as CoreResponse
from wsgi_apps.speed.fast_app import kept_page


@pytest.mark.parametrize("view", [lambda: "글", lambda: b"b", lambda: {"a": 1}])
def test_the_way_without_a_response_gives_the_same_answer(view):
    short, long = App(__name__), App(__name__)
    long.after_request(lambda response: response)
    answers = []
    for app in (short, long):
        app.add_url_rule("/", "root", view)
        answer = call(app)
        answers.append((answer.status, sorted(answer.headers), answer.body))
    assert answers[0] == answers[1]


def test_words_of_a_client_are_not_kept():
    """The pages of errors are kept, but for those with long descriptions."""
    app = App(__name__)
    app.route("/<int:size>")(lambda size: abort(404, "x" * size))
    call(app, environ_for(path="/1"))  # the first request goes the long way
    kept_page.cache_clear()
    for size in (10, 10, 1000):
        assert "x" * size in call(app, environ_for(path=f"/{size}")).text
    assert kept_page.cache_info().currsize == 1
    assert kept_page.cache_info().hits == 1


RESULTS = {
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
@pytest.mark.parametrize("view", RESULTS.values(), ids=RESULTS)
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
