"""The sections of the debug page that depend on the exception."""

import io

import pytest
from jinja2 import FunctionLoader, TemplateNotFound

from wsgi_apps import App
from wsgi_apps.development.error_sections import MOST, error_sections, way
from wsgi_apps.development.explanation import MOST_VALUES, Explanation
from wsgi_apps.development.places import Place


@pytest.fixture
def page():
    """What explains an error outside of a request."""
    return Explanation(None)


def raised(error):
    try:
        raise error
    except type(error) as caught:
        return caught


def test_an_exception_that_was_never_raised_has_no_places(page):
    assert list(error_sections(page, ValueError("x"))) == []


def test_a_cause_that_was_never_raised_has_no_section(page):
    error = RuntimeError("x")
    error.__cause__ = ValueError("y")
    titles = [section.title for section in error_sections(page, raised(error))]
    assert titles == [page.say("line"), page.say("way")]


def test_frames_of_the_framework_alone_show_no_line_without_a_request(page):
    namespace = {}
    exec(compile("def fail():\n    raise ValueError\n", "/x/site-packages/other/fail.py", "exec"), namespace)
    error = ValueError()
    try:
        namespace["fail"]()
    except ValueError as caught:
        error = caught.with_traceback(caught.__traceback__.tb_next)
    assert [section.title for section in error_sections(page, error)] == [page.say("way")]


def test_of_many_frames_the_last_ones_are_shown(page):
    places = [Place(__file__, number, "f") for number in range(1, MOST + 4)]
    *frames, last = way(page, places)
    assert [frame.title for frame in frames] == [page.where(place) for place in places[-MOST:]]
    assert last.title == page.say("left out", n=3)


def test_of_many_local_variables_the_first_ones_are_shown(page):
    section = page.place("t", Place(__file__, 1, "f", values={f"v{n}": n for n in range(MOST_VALUES + 5)}))
    assert len(section.rows) == MOST_VALUES + 1
    assert section.rows[-1] == ("…", page.say("more values", n=5))


def test_a_loader_that_cannot_list_its_templates_lists_none():
    app = App(__name__)
    app.jinja_env.loader = FunctionLoader(lambda name: None)
    with app.test_request_context("/") as context:
        titles = [section.title for section in error_sections(Explanation(context), raised(TemplateNotFound("a.html")))]
    assert titles == [Explanation(None).say("line"), Explanation(None).say("way")]


def test_a_body_that_is_a_stream_is_not_read():
    app = App(__name__)
    stream = io.BufferedReader(io.BytesIO(b"abc"))
    with app.test_request_context("/", environ_overrides={"wsgi.input": stream, "CONTENT_LENGTH": "3"}) as context:
        explanation = Explanation(context)
        *_, body = explanation.request()
    assert (body.title, body.words) == (explanation.say("body"), [explanation.say("no body")])
    assert stream.read() == b"abc"
