"""The same rule twice."""

import functools
import warnings
from pathlib import Path

import pytest

from tests.support.strict import call
from wsgi_apps import App


def first():
    return "first"


@functools.wraps(first)
def second():
    return "second"


def warned(app, rule, *views, **options):
    """Return the warning that the last of several views leads to."""
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        for number, view in enumerate(views):
            app.add_url_rule(rule, f"view{number}", view, **options)
    assert len(caught) == 1
    return caught[0]


def line_of(text):
    return Path(__file__).read_text(encoding="utf-8").split("\n").index(text) + 1


def test_both_views_are_named_with_file_and_line():
    app = App(__name__)

    def third():
        return "third"

    warning = warned(app, "/x", first, third)
    assert f"first ({__file__}:{line_of('def first():')}) answers it" in str(warning.message)
    place = line_of("    def third():")
    assert f"third ({__file__}:{place}) is never called" in str(warning.message)
    assert (warning.filename, warning.lineno) == (__file__, place)
    assert call(app, {**call(app).environ, "PATH_INFO": "/x"}).text == "first"


def test_a_view_behind_a_decorator_is_named_itself():
    assert f"({__file__}:{line_of('def first():')}) is never called" in str(
        warned(App(__name__), "/", len, second).message
    )


class Thing:
    def __call__(self):
        return "thing"


@pytest.mark.parametrize("view", [Thing(), functools.partial(str), eval("lambda: 'made of text'"), None])
def test_a_view_that_is_written_nowhere_is_named_by_its_endpoint(view):
    app = App(__name__)
    warning = warned(app, "/", first, view)
    assert "the endpoint 'view1' is never called" in str(warning.message)


def test_other_methods_are_no_reason_to_warn():
    app = App(__name__)
    app.add_url_rule("/", "a", first, methods=["GET"])
    app.add_url_rule("/", "b", second, methods=["GET", "POST"])
    assert call(app).text == "first"
