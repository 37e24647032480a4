"""What is answered to an exception."""

import errno
import gc
import logging
import subprocess
import sys
from functools import partial

import pytest

from tests.support.servers import ROOT
from tests.support.strict import call, environ_for
from wsgi_apps import App, Blueprint, Mount, Response, Router, abort, has_app_context, request, session
from wsgi_apps.application.app import App as CoreApp
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


@pytest.mark.parametrize(("more", "method"), [({"REQUEST_METHOD": "PUT"}, "PUT"), ({}, "")], ids=["PUT", "no method"])
def test_the_log_names_the_path_and_the_method(app, more, method, caplog):
    context = app.context_class(app, {"PATH_INFO": "/a\r\n"} | more)
    app.log_exception(context, (KeyError, KeyError("x"), None))
    assert [record.getMessage() for record in caplog.records] == [f"Exception on /a\\x0d\\n [{method}]"]


def test_a_blueprint_answers_for_a_full_disk_and_for_a_failure(app):
    pages = Blueprint("pages", __name__)

    @pages.route("/full")
    def full():
        raise OSError(errno.ENOSPC, "No space left on device")

    pages.route("/fails", endpoint="fails")(lambda: 1 // 0)
    pages.errorhandler(503)(lambda error: (f"too full, {error.retry_after}", 503))
    app.errorhandler(404)(lambda error: ("no page", 404))
    app.register_blueprint(pages)
    assert call(app, environ_for(path="/full")).text == "too full, 10"
    assert call(app, environ_for(path="/fails")).status == 500
    app.error_handlers.add(500, lambda error: (f"sorry, {type(error.original_exception).__name__}", 500))
    assert call(app, environ_for(path="/fails")).text == "sorry, ZeroDivisionError"
    assert call(app, environ_for(path="/full")).text == "sorry, OSError"


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
    assert (answer.status, "The server had an error" in answer.text) == (500, True)
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


HERE = [
    {},
    {"HTTP_HOST": "127.0.0.1:5000"},
    {"HTTP_HOST": "[::1]:5000", "REMOTE_ADDR": "::1"},
    {"HTTP_HOST": "my.localhost"},
]
HERE += [{"HTTP_HOST": "127.9.9.9", "REMOTE_ADDR": "127.0.0.2"}]
ELSEWHERE = [
    {"HTTP_HOST": "evil.example:5000"},
    {"HTTP_HOST": "localhost.evil.example"},
    {"HTTP_HOST": "127.0.0.1.evil.example"},
]
ELSEWHERE += [{"HTTP_HOST": "10.0.0.1"}, {"HTTP_HOST": "0.0.0.0"}, {"HTTP_HOST": "no host"}, {"HTTP_HOST": ""}]
ELSEWHERE += [{"REMOTE_ADDR": "10.0.0.1"}, {"REMOTE_ADDR": "::2"}, {"REMOTE_ADDR": ""}]
ELSEWHERE += [{key: "127.0.0.1"} for key in ("HTTP_X_FORWARDED_FOR", "HTTP_FORWARDED", "HTTP_VIA", "HTTP_X_REAL_IP")]


@pytest.mark.parametrize(("more", "shown"), [*((one, True) for one in HERE), *((one, False) for one in ELSEWHERE)])
def test_the_traceback_is_shown_at_this_machine_alone(app, more, shown):
    app.debug = True
    answer = call(app, environ_for(path="/boom", **more, **{"wsgi_apps.explains": True}))
    assert (answer.status, "ZeroDivisionError" in answer.text) == (500, shown)


def test_all_teardown_hooks_run(app, caplog):
    ran = []
    for number in range(3):
        app.teardown_request(lambda error, number=number: ran.append(number) or 1 // (number - 1))
    assert call(app, environ_for(path="/abort/404")).status == 404
    assert ran == [2, 1, 0]
    assert [record.exc_info[0] for record in caplog.records] == [ZeroDivisionError]


class Down(logging.Filter):
    """A log that does not respond."""

    def filter(self, record):
        raise OSError("the log does not respond")


def take(started, status, headers):
    started.append(status)


def refuse(*arguments, **keywords):
    raise OSError("the log does not respond")


class Full:
    """A ``wsgi.errors`` on a full disk."""

    def write(self, text):
        raise OSError("the disk is full")

    flush = writelines = write


def with_a_filter(app, monkeypatch):
    app.logger.addFilter(Down())


def with_a_handler(app, monkeypatch):
    handler = logging.Handler()
    handler.emit = refuse
    app.logger.addHandler(handler)


def with_log_exception(app, monkeypatch):
    app.log_exception = refuse


def with_a_logger_that_is_not_made(app, monkeypatch):
    monkeypatch.setattr("wsgi_apps.flask_api.create_logger", refuse)


@pytest.mark.parametrize(
    "break_log", [with_a_filter, with_a_handler, with_log_exception, with_a_logger_that_is_not_made]
)
@pytest.mark.parametrize("path", ["/boom", "/closes", "/torn-down"])
def test_a_log_that_fails_is_passed_over_whatever_it_was_to_report(break_log, path, monkeypatch):
    app = App(f"{__name__}.{break_log.__name__}{path}", static_folder=None)

    class Body:
        def __iter__(self):
            return iter(["x"])

        def close(self):
            raise ZeroDivisionError

    def torn_down(error):
        raise ZeroDivisionError

    app.add_url_rule("/boom", "boom", lambda: 1 // 0)
    app.add_url_rule("/closes", "closes", lambda: Response(Body()))
    app.add_url_rule("/torn-down", "torn_down", lambda: "x")
    app.teardown_request(torn_down)
    break_log(app, monkeypatch)
    assert call(app, environ_for(path=path)).status == (500 if path == "/boom" else 200)


def test_a_full_disk_under_the_log_of_the_core():
    app = CoreApp(__name__)
    app.add_url_rule("/", "index", lambda: 1 // 0)
    assert call(app, environ_for(**{"wsgi.errors": Full()}), validate=False).status == 500


NO_DESCRIPTORS = """
import io, os, resource, sys
{imports}
app = App("program")
app.add_url_rule("/", "index", lambda: (1 // 0) + 1)
environ = {{"REQUEST_METHOD": "GET", "PATH_INFO": "/", "HTTP_HOST": "a", "SERVER_NAME": "a", "SERVER_PORT": "80"}}
environ |= {{"wsgi.url_scheme": "http", "wsgi.errors": io.StringIO()}}
resource.setrlimit(resource.RLIMIT_NOFILE, (64, 64))
try:
    while True:
        os.open("/dev/null", os.O_RDONLY)
except OSError:
    status = []
app(environ, lambda *started: status.append(started[0]))
print(status, "ZeroDivisionError" in environ["wsgi.errors"].getvalue())
"""


@pytest.mark.parametrize("imports", ["from wsgi_apps import App", "from wsgi_apps.application import App"])
def test_the_first_error_is_logged_where_no_file_can_be_opened(imports):
    command = [sys.executable, "-c", NO_DESCRIPTORS.format(imports=imports)]
    done = subprocess.run(command, capture_output=True, text=True, cwd=ROOT)
    assert (done.stdout, done.stderr) == ("['500 Internal Server Error'] True\n", "")


@pytest.mark.parametrize("ending", [SystemExit, KeyboardInterrupt])
def test_a_hook_that_ends_the_program_keeps_nothing_from_being_cleared_up(app, ending):
    ran = []
    app.teardown_request(lambda error: ran.append("first registered"))

    @app.teardown_request
    def end(error):
        raise ending

    app.teardown_appcontext(lambda error: ran.append("appcontext"))
    with pytest.raises(ending):
        call(app, environ_for(path="/abort/404"))
    assert (ran, has_app_context()) == (["first registered", "appcontext"], False)
    with pytest.raises(ending), app.test_request_context("/"):
        pass
    assert not has_app_context()


def test_a_request_without_a_method_is_answered(app):
    router = Router()
    router.add("/here", app)
    hooked = App("hooked", static_folder=None)
    hooked.after_request(lambda response: response)
    hooked.register_error_handler(404, lambda error: "nothing here")
    for application, path, status in (
        (hooked, "/nowhere", 200),
        *((app, "/boom", 405), (app, "/nowhere", 404), (router, "/nowhere", 404), (router, "/here", 404)),
        *((Mount(None, {"/mounted": app}), "/mounted/boom", 405), (CoreApp("core"), "/", 404)),
    ):
        environ = environ_for(path=path)
        del environ["REQUEST_METHOD"]
        started = []
        body = application(environ, partial(take, started))
        assert (started[0][:3], bool(b"".join(body))) == (str(status), True)


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
