"""What is answered to an exception."""

import gc

import pytest

from tests.support.strict import call, environ_for
from wsgi_apps import App, abort, request, session
from wsgi_apps.exceptions import BadRequest, HTTPException, NotFound


@pytest.fixture
def app():
    app = App(__name__)
    app.add_url_rule("/boom", "boom", lambda: 1 // 0)
    app.add_url_rule("/abort/<int:code>", "abort", abort)
    app.add_url_rule("/field", "field", lambda: request.args["name"])
    return app


def test_an_unhandled_exception_is_a_500_and_one_record(app, caplog):
    answer = call(app, environ_for(path="/boom"))
    assert (answer.status, "Traceback" in answer.text) == (500, False)
    assert [record.exc_info[0] for record in caplog.records] == [ZeroDivisionError]


def test_handlers_by_code_and_by_class(app):
    app.register_error_handler(404, lambda error: ("no page", 404))
    app.errorhandler(ZeroDivisionError)(lambda error: "divided")
    app.errorhandler(HTTPException)(lambda error: (str(error.code), error.code))
    texts = [call(app, environ_for(path=path)).text for path in ("/x", "/boom", "/abort/403", "/field")]
    assert texts == ["no page", "divided", "403", "400"]


def test_the_handler_of_500_gets_the_exception(app, caplog):
    app.errorhandler(500)(lambda error: (type(error.original_exception).__name__, 500))
    assert call(app, environ_for(path="/boom")).text == "ZeroDivisionError"
    assert len(caplog.records) == 1


def test_a_handler_that_fails(app, caplog):
    app.errorhandler(500)(lambda error: {}["missing"])
    answer = call(app, environ_for(path="/boom"))
    assert (answer.status, "The server made a mistake" in answer.text) == (500, True)
    assert [record.exc_info[0] for record in caplog.records] == [KeyError]
    assert isinstance(caplog.records[0].exc_info[1].__context__, ZeroDivisionError)


def test_a_handler_that_raises_what_it_got(app, caplog):
    @app.errorhandler(500)
    def again(error):
        raise error.original_exception

    assert call(app, environ_for(path="/boom")).status == 500
    assert [record.exc_info[0] for record in caplog.records] == [ZeroDivisionError]


def test_a_hook_that_fails_again_is_logged_once_and_does_not_hide_the_answer(app, caplog):
    app.errorhandler(500)(lambda error: ("sorry", 500))
    app.after_request(lambda response: 1 // 0)
    answer = call(app, environ_for(path="/abort/403"))
    assert (answer.status, answer.text) == (500, "sorry")
    assert [record.exc_info[0] for record in caplog.records] == [ZeroDivisionError]
    assert isinstance(caplog.records[0].exc_info[1].__context__, ZeroDivisionError)


def test_a_session_that_cannot_be_written_does_not_hide_the_answer(app, caplog):
    app.secret_key = "key"
    app.add_url_rule("/session", "session", lambda: session.update(a=object()) or "never sent")
    app.errorhandler(500)(lambda error: (f"sorry, {type(error.original_exception).__name__}", 500))
    answer = call(app, environ_for(path="/session"))
    assert (answer.status, answer.text, answer.header("Set-Cookie")) == (500, "sorry, TypeError", None)
    assert [record.exc_info[0] for record in caplog.records] == [TypeError]


def test_a_handler_that_raises_another_error(app):
    app.errorhandler(404)(lambda error: abort(403))
    assert call(app, environ_for(path="/x")).status == 500


def test_a_redirect_needs_no_handler(app):
    app.errorhandler(HTTPException)(lambda error: "handled")
    app.add_url_rule("/folder/", "folder", lambda: "folder")
    assert call(app, environ_for(path="/folder")).status == 308


@pytest.mark.parametrize("setting", ["TESTING", "PROPAGATE_EXCEPTIONS"])
def test_in_tests_exceptions_come_out(app, setting):
    app.config[setting] = True
    with pytest.raises(ZeroDivisionError):
        call(app, environ_for(path="/boom"))


def test_traps(app):
    app.testing = True
    assert call(app, environ_for(path="/abort/404")).status == 404
    app.config["TRAP_BAD_REQUEST_ERRORS"] = True
    with pytest.raises(BadRequest):
        call(app, environ_for(path="/field"))
    app.config["TRAP_HTTP_EXCEPTIONS"] = True
    with pytest.raises(NotFound):
        call(app, environ_for(path="/abort/404"))


PAGES = [
    ("debug on the development server", True, True, True),
    ("debug on another server", True, False, False),
    ("no debug", False, True, False),
]


@pytest.mark.parametrize(("debug", "explains", "shown"), [row[1:] for row in PAGES], ids=[row[0] for row in PAGES])
def test_the_traceback_is_shown_to_nobody_else(app, debug, explains, shown):
    app.debug = debug
    answer = call(app, environ_for(path="/boom", **{"wsgi_apps.explains": explains}))
    assert (answer.status, "ZeroDivisionError" in answer.text, "1 // 0" in answer.text) == (500, shown, shown)


def test_all_teardown_hooks_run(app, caplog):
    ran = []
    for number in range(3):
        app.teardown_request(lambda error, number=number: ran.append(number) or 1 // (number - 1))
    assert call(app, environ_for(path="/abort/404")).status == 404
    assert ran == [2, 1, 0]
    assert [record.exc_info[0] for record in caplog.records] == [ZeroDivisionError]


VIEWS = {
    "one that is answered": lambda: abort(400),
    "one that is not": lambda: 1 // 0,
    "a field that is missing": lambda: request.form["name"],
}


@pytest.mark.parametrize("view", VIEWS.values(), ids=VIEWS)
def test_an_error_leaves_nothing_to_collect(view):
    app = App(__name__, static_folder=None)
    app.route("/")(view)
    app.log_exception = lambda exc_info: None  # pytest keeps what is logged
    call(app)
    gc.collect()
    gc.disable()
    try:
        b"".join(app(environ_for(), lambda status, headers: None))
        assert gc.collect() == 0
    finally:
        gc.enable()


def test_an_answer_to_a_mistake_that_cannot_be_sent(app, caplog):
    @app.errorhandler(500)
    def answer(error):
        return (1 // 0 for _ in "x")

    assert call(app, environ_for(path="/boom")).status == 500
    assert len(caplog.records) == 2


@pytest.mark.parametrize("path", ["/slash", "/abort/404", "/abort/409", "/abort/410", "/field", "/nowhere"])
def test_an_answered_error_leaves_no_circle_where_there_are_handlers(app, path):
    app.add_url_rule("/slash/", "slash", lambda: "slash")
    app.register_error_handler(418, lambda error: error)
    app.register_error_handler(410, lambda error: error)
    call(app, environ_for(path=path))
    gc.collect()
    gc.disable()
    try:
        call(app, environ_for(path=path))
        assert gc.collect() == 0
    finally:
        gc.enable()


@pytest.mark.parametrize("where", ["handler", "hook"])
def test_the_log_shows_the_error_that_a_failure_hides(app, where, caplog):
    def fail(*arguments):
        raise KeyError("second") from None

    if where == "handler":
        app.register_error_handler(500, fail)
    else:
        app.after_request(fail)
    assert call(app, environ_for(path="/boom")).status == 500
    assert "ZeroDivisionError" in caplog.text
    assert "second" in caplog.text
