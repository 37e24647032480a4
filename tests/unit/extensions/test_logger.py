"""The log: where it goes, and that nobody writes lines into it."""

import io
import logging
import sys

import pytest

from tests.support.strict import call, environ_for
from wsgi_apps import App
from wsgi_apps.application.context import CURRENT
from wsgi_apps.extensions import logger as logs
from wsgi_apps.extensions.logger import has_handler


@pytest.fixture
def app(request):
    app = App(f"log of {request.node.name}")

    @app.route("/<text>")
    def boom(text):
        raise ValueError(f"first\nsecond \x1b[31m {text}")

    return app


def alone(app):
    """Take the handlers of the test runner off the application's log. They come after the fixtures."""
    logger = logging.getLogger(app.name)
    logger.propagate, logger.handlers = False, []
    return app


def test_a_mistake_is_one_record_with_its_traceback(app):
    log = call(alone(app), environ_for(path="/x")).log
    assert log.count("Exception on /x [GET]") == log.count("Traceback (most recent call last):") == 1


def test_only_records_start_at_the_margin(app):
    log = call(alone(app), environ_for(path="/a\r\n[2026] forged")).log
    margins = [line for line in log.splitlines() if not line.startswith(" ")]
    assert len(margins) == 1
    assert "\x1b" not in log
    assert "\r" not in log


def test_no_handler_gets_a_control_character_of_the_path(app, caplog):
    call(app, environ_for(path="/a\r\n[2026] forged"))
    assert caplog.records[-1].getMessage() == "Exception on /a\\x0d\\n[2026] forged [GET]"


def test_a_message_is_one_line(app):
    alone(app)
    with app.test_request_context(errors_stream=(errors := io.StringIO())):
        app.logger.warning("one\ntwo\u2028three")
    assert errors.getvalue().endswith("WARNING in test_logger: one\\ntwo\\u2028three\n")


def test_an_error_is_in_the_application_and_not_in_the_framework(app):
    alone(app)
    with app.test_request_context("/x", errors_stream=(errors := io.StringIO())):
        try:
            raise ValueError
        except ValueError:
            app.log_exception(CURRENT.get(), sys.exc_info())
    assert f"ERROR in {app.name}: Exception on /x [GET]" in errors.getvalue()


def test_outside_of_a_request_it_goes_to_standard_error(app, capsys):
    alone(app).logger.warning("here")
    assert "here" in capsys.readouterr().err


def test_a_log_that_cannot_be_written_stops_no_answer(app):
    class Full(io.StringIO):
        def write(self, text):
            raise OSError(28, "No space left on device")

    assert call(alone(app), environ_for(path="/x", **{"wsgi.errors": Full()})).status == 500


def test_debug_shows_everything(app):
    app.debug = True
    assert app.logger.level == logging.DEBUG


def test_a_programs_own_handler_is_the_only_one():
    logger = logging.getLogger("log of a program")
    handler = logging.StreamHandler(io.StringIO())
    logger.addHandler(handler)
    assert handler in App("log of a program").logger.handlers
    assert len(logger.handlers) == 1
    assert has_handler(logging.getLogger("log of a program.below"))
    logger.handlers.clear()


def test_a_handler_above_does_not_count_without_propagation(monkeypatch):
    logger = logging.getLogger("log apart")
    logger.propagate, logger.handlers = False, []
    monkeypatch.setattr(logging.getLogger(), "handlers", [logging.StreamHandler(io.StringIO())])
    assert not has_handler(logger)


def test_threads_that_log_first_at_the_same_time_write_each_record_once(app, monkeypatch, capsys):
    """Each finds the logger without a handler, because the other has not added its own yet."""
    monkeypatch.setattr(logs, "has_handler", lambda logger: False)
    loggers = [logs.create_logger(app.name, app.debug) for _ in range(2)]
    loggers[0].error("once")
    assert capsys.readouterr().err.count("once") == 1
