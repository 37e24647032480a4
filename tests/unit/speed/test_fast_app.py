"""The short way of an App."""

import pytest

from tests.support.strict import call, environ_for
from wsgi_apps import App, abort
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
