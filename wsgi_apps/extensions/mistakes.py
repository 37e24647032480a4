"""Mistakes: what is answered to an exception, whether a view raises it on purpose or not."""

from __future__ import annotations

from collections.abc import Callable
from types import TracebackType
from typing import Any
from wsgiref.types import WSGIEnvironment

from wsgi_apps.application.context import CURRENT
from wsgi_apps.application.return_values import error_answer
from wsgi_apps.environ import path_of
from wsgi_apps.exceptions import BadRequest, HTTPException, InternalServerError, RequestRedirect
from wsgi_apps.extensions.equipment import Equipment
from wsgi_apps.extensions.response import Reply, Response

ExcInfo = tuple[type[BaseException], BaseException, TracebackType | None]


class Mistakes(Equipment):
    """An application that answers exceptions: by the program's handlers, or by pages of its own."""

    make_response: Callable[..., Response]
    finalize_request: Callable[..., Response]

    def handle_user_exception(self, error: Exception) -> Any:
        """Return what the program's handler answers to an ``error``. Raises it if there is no handler.

        The settings ``TRAP_HTTP_EXCEPTIONS`` and ``TRAP_BAD_REQUEST_ERRORS`` make mistakes of HTTP errors,
        for debugging.
        """
        config = self.config
        trapped = config["TRAP_HTTP_EXCEPTIONS"] or (
            config["TRAP_BAD_REQUEST_ERRORS"] and isinstance(error, BadRequest)
        )
        if not trapped and isinstance(error, HTTPException):
            return self.handle_http_exception(error)
        handler = self.error_handlers.find(error)
        if handler is not None:
            return handler(error)
        try:
            raise error
        finally:
            del error  # the traceback holds this frame: that would be a circle

    def handle_http_exception(self, error: HTTPException) -> Any:
        """Return what the program's handler answers to an HTTP ``error``, or else the error, which is an answer."""
        if not self.error_handlers.by_code or error.response is not None or isinstance(error, RequestRedirect):
            return error.with_traceback(None)  # its frames hold what is returned: that would be a circle
        handler = self.error_handlers.find(error)
        result = error if handler is None else handler(error)
        return error.with_traceback(None) if result is error else result

    def answer_to_mistake(self, environ: WSGIEnvironment, error: Exception) -> Reply:
        """Return what is sent where nobody handled an ``error``.

        What the program does about it may fail as well: then the built-in page is the answer, and the log shows both.
        """
        try:
            return self.handle_exception(error).reply(environ, self.report)
        except Exception as failure:
            if self.propagates:
                raise
            self.report_both(error, failure)
            return error_answer(self, environ, InternalServerError())

    @property
    def propagates(self) -> bool:
        """Whether exceptions that nobody handled leave the application (bool), as tests want it."""
        propagate = self.config["PROPAGATE_EXCEPTIONS"]
        return self.testing if propagate is None else bool(propagate)

    def handle_exception(self, error: Exception) -> Response:
        """Log an ``error`` that nobody handled and return the answer 500; in tests it is raised on."""
        if self.propagates:
            raise error
        server_error = InternalServerError(original_exception=error)
        handler = self.error_handlers.find(server_error)
        result = self.explain(error) or (handler(server_error) if handler else server_error)
        try:
            response = self.finalize_request(result, from_error_handler=True)
        except Exception as failure:  # the session or a hook, which may have been the mistake itself
            response = self.make_response(result)
            self.report_both(error, failure)
        else:
            self.report(error)
        return response

    def explain(self, error: Exception) -> Response | None:
        """Return the page with the traceback: in debug mode, on the development server, on loopback; else None."""
        if not (self.debug and (CURRENT.get().environ or {}).get("wsgi_apps.explains")):
            return None
        from wsgi_apps.development.traceback_page import traceback_page  # nobody else needs it

        return traceback_page(error)

    def report_both(self, error: Exception, failure: Exception) -> None:
        """Report the ``failure`` of what was done about an ``error``, and the error too where the failure hides it."""
        if failure.__suppress_context__:
            self.report(error)
        self.report(failure)

    def report(self, error: Exception) -> None:
        """Let ``log_exception`` have an ``error``."""
        self.log_exception((type(error), error, error.__traceback__))

    def log_exception(self, exc_info: ExcInfo) -> None:
        """Write an error with its traceback (a tuple as ``sys.exc_info`` returns it) to the log."""
        context = CURRENT.get(None)
        environ = (context.environ if context else None) or {}
        where = f"{path_of(environ)!a} [{environ.get('REQUEST_METHOD', '')!a}]"
        self.logger.error("Exception on %s", where, exc_info=exc_info)
