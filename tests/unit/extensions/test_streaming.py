"""The context of a request, kept for streams and other threads."""

import gc

import pytest

from tests.support.strict import call, environ_for
from wsgi_apps import App, copy_current_request_context, g, has_request_context, request, stream_with_context


@pytest.fixture
def app():
    app = App(__name__, static_folder=None)
    app.ends = []
    app.teardown_request(app.ends.append)
    return app


def test_the_context_ends_with_the_stream(app):
    @app.get("/")
    def view():
        g.word = "word"
        return stream_with_context(g.word + str(len(app.ends)) for _ in range(2))

    assert (call(app).text, app.ends) == ("word0word0", [None])


def test_a_stream_that_fails_tells_the_end_of_the_request(app):
    @app.get("/")
    def view():
        def pieces():
            yield "first"
            raise KeyError("second")

        return stream_with_context(pieces())

    body = app(environ_for(), lambda status, headers: None)
    with pytest.raises(KeyError):
        list(body)
    body.close()
    assert [type(error) for error in app.ends] == [KeyError]


def test_a_client_that_goes_away_closes_the_stream(app):
    closed = []

    @app.get("/")
    def view():
        def pieces():
            try:
                yield "first"
                yield "second"
            finally:
                closed.append(request.path)

        return stream_with_context(pieces())

    app(environ_for(), lambda status, headers: None).close()
    assert (closed, app.ends) == (["/"], [None])


def test_a_stream_that_no_response_took_ends_at_once(app):
    @app.get("/")
    def view():
        stream_with_context("ab")
        return "text"

    assert (call(app).text, app.ends) == ("text", [None])


def test_a_failed_request_does_not_wait_for_its_streams(app, caplog):
    @app.get("/")
    def view():
        kept = stream_with_context("ab")
        raise KeyError(str(kept))

    assert (call(app).status, len(app.ends)) == (500, 1)
    caplog.clear()
    gc.collect()
    assert len(app.ends) == 1


def test_a_stream_outside_a_request_is_refused_when_it_is_made(app):
    with app.app_context(), pytest.raises(RuntimeError, match="no request here"):
        stream_with_context("ab")
    with pytest.raises(RuntimeError, match="no request here"):
        stream_with_context(list)()


def test_the_request_around_an_application_context_is_the_one(app):
    with app.test_request_context("/x"), app.app_context():
        assert copy_current_request_context(lambda: request.path)() == "/x"


def test_a_copy_has_the_g_of_the_context_around_or_its_own(app):
    with app.test_request_context("/x"):
        g.word = "word"
        work = copy_current_request_context(lambda: ("word" in g, request.path))
        assert work() == (True, "/x")
        assert g.word == "word"
    assert work() == (False, "/x")


def test_a_hook_that_ends_the_program_at_the_end_of_a_stream_leaves_no_context(app):
    @app.teardown_request
    def end(error):
        raise SystemExit

    app.add_url_rule("/ends", "ends", lambda: stream_with_context(iter(["x"])))
    body = iter(app(environ_for(path="/ends"), lambda status, headers: None))
    assert next(body) == b"x"
    with pytest.raises(SystemExit):
        next(body)
    assert not has_request_context()
