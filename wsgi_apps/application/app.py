"""The application: the life of a request, and the handling of its errors.

``App.wsgi_app`` is the whole life. Each of its steps is a method that a derived class may override, and is given the
context of the request.
"""

from collections.abc import Iterable
from contextlib import suppress
from functools import partial
from json import JSONEncoder
from traceback import format_exception
from types import TracebackType
from typing import Any
from wsgiref.types import StartResponse, WSGIEnvironment

from wsgi_apps.application.context import CURRENT, Context, Globals
from wsgi_apps.application.error_handlers import Handler
from wsgi_apps.application.return_values import json_value, make_response
from wsgi_apps.application.scaffold import Scaffold
from wsgi_apps.environ import path_of, root_of
from wsgi_apps.exceptions import HTTPException, InternalServerError, RequestRedirect
from wsgi_apps.messages.request import LIMITS, Request
from wsgi_apps.messages.response import Reply, Response
from wsgi_apps.messages.response_body import call_quietly

ExcInfo = tuple[type[BaseException], BaseException, TracebackType | None]


class App(Scaffold):
    """A WSGI application made of views. ``import_name`` is the name of its module, ``__name__``."""

    request_class: type[Request] = Request
    response_class: type[Response] = Response
    context_class: type[Context] = Context
    app_ctx_globals_class: type[Any] = Globals

    def __init__(self, import_name: str) -> None:
        super().__init__()
        self.import_name = import_name
        self.config: dict[str, Any] = dict(LIMITS)

    # The life of a request

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Answer as a WSGI application (PEP 3333). To wrap the application, wrap ``wsgi_app``."""
        return self.wsgi_app(environ, start_response)

    def wsgi_app(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Open the context, match the rule, call the view, handle its errors, close the context, start the response."""
        context = self.context_class(self, environ)
        token = CURRENT.set(context)
        failure: BaseException | None = None
        try:
            self.match_request(context)
            status, headers, body = self.respond(context)
        except Exception as error:
            failure = error
            status, headers, body = self.answer_exception(context, error)
        except BaseException as error:  # the program is to end
            failure = error
            raise
        finally:
            try:
                self.do_teardown(context, failure)
            finally:
                failure = None  # its traceback holds this frame: that would be a circle of references
                CURRENT.reset(token)
        start_response(status, headers)
        return body

    def make_request(self, context: Context) -> Request:
        """Return the request of a context, when the program first looks at it."""
        found = context.rule, context.view_args, context.routing_exception
        return self.request_class(context.environ, self.config, *found)

    def match_request(self, context: Context) -> None:
        """Enter into the context what the router finds: the rule and its values, or the error."""
        try:
            method = context.environ.get("REQUEST_METHOD", "")
            context.rule, context.view_args = self.url_map.match_environ(context.environ, method)
        except HTTPException as error:
            error.__context__ = None  # its frames, and those of ``error``, hold the context: a circle of references
            context.routing_exception = error.with_traceback(None)

    def respond(self, context: Context) -> Reply:
        """Return the response in the form in which it is sent."""
        return self.full_dispatch_request(context).reply(context.environ, partial(self.report, context))

    def full_dispatch_request(self, context: Context) -> Response:
        """Run the hooks and the view, handle their errors, and return the response."""
        try:
            result = self.preprocess_request(context)
            if result is None:
                result = self.dispatch_request(context)
        except Exception as error:
            result = self.handle_user_exception(context, error)
        return self.finalize_request(context, result)

    def preprocess_request(self, context: Context) -> Any:
        """Run the hooks before the view; return the first result that is not None."""
        self.got_first_request = True
        for function in self.before_request_functions:
            result = function()
            if result is not None:
                return result
        return None

    def dispatch_request(self, context: Context) -> Any:
        """Call the view and return its result. Raises the error that the router found."""
        rule = context.rule
        if rule is None:
            raise context.routing_exception  # type: ignore[misc]  # the router finds one or the other
        if rule.automatic_options and context.environ.get("REQUEST_METHOD") == "OPTIONS":
            return self.make_default_options_response(context)
        return self.view_functions[rule.endpoint](**context.view_args)  # type: ignore[arg-type]  # a rule has values

    def finalize_request(self, context: Context, result: Any, from_error_handler: bool = False) -> Response:
        """Make a result a response, and run the hooks on it; ``from_error_handler`` is for a derived class."""
        return self.process_response(context, self.make_response(result))

    def process_response(self, context: Context, response: Response) -> Response:
        """Run the hooks on a response, the last registered first. Raises TypeError if one returns anything else."""
        for function in reversed(self.after_request_functions):
            response = checked_response(function, function(response))
        return response

    def do_teardown(self, context: Context, error: BaseException | None) -> None:
        """Call the hooks for the end of a request with the unhandled error, the last registered first."""
        hooks = [partial(hook, error) for hook in reversed(self.teardown_request_functions)]
        call_quietly(hooks, partial(self.report, context))

    # Errors

    def handle_user_exception(self, context: Context, error: Exception) -> Any:
        """Return the result of the program's handler for an error. Raises the error if there is no handler."""
        if isinstance(error, HTTPException) and not self.trap_http_exception(error):
            return self.handle_http_exception(context, error)
        handler = self.find_error_handler(context, error)
        if handler is not None:
            return handler(error)
        try:
            raise error
        finally:
            del error  # the traceback holds this frame: that would be a circle of references

    def find_error_handler(self, context: Context, error: Exception) -> Handler | None:
        """Return the program's handler for an error of a request, or None."""
        return self.error_handlers.find(error)

    def trap_http_exception(self, error: HTTPException) -> bool:
        """Return whether an HTTP error is handled as an error of the program, for debugging: never in the core."""
        return False

    def handle_http_exception(self, context: Context, error: HTTPException) -> Any:
        """Return the result of the program's handler for an HTTP error, or else the error, which is a result itself."""
        is_final = error.response is not None or isinstance(error, RequestRedirect)
        handler = None if is_final else self.find_error_handler(context, error)
        result = error if handler is None else handler(error)
        return error.with_traceback(None) if result is error else result  # its frames hold the result: a circle

    def answer_exception(self, context: Context, error: Exception) -> Reply:
        """Return what is sent for an error that no handler took; if handling it fails too, the built-in page."""
        try:
            return self.handle_exception(context, error).reply(context.environ, partial(self.report, context))
        except Exception as failure:
            self.report_both(context, error, failure)
            page = InternalServerError()
            return Response(page.get_body(), page.status).reply(context.environ)

    def handle_exception(self, context: Context, error: Exception) -> Response:
        """Log an error that no handler took, and return the response 500."""
        result = self.server_error(context, error)
        try:
            response = self.finalize_request(context, result, from_error_handler=True)
        except Exception as failure:  # of a hook, which may have been the cause of the error
            self.report_both(context, error, failure)
            return self.make_response(result)
        self.report(context, error)
        return response

    def server_error(self, context: Context, error: Exception) -> Any:
        """Return the result for an error that no handler took: that of the handler of 500, or the page of 500."""
        server_error = InternalServerError(original_exception=error)
        handler = self.find_error_handler(context, server_error)
        return handler(server_error) if handler else server_error

    def report_both(self, context: Context, error: Exception, failure: Exception) -> None:
        """Report the ``failure`` of handling an error, and the error too where the failure does not show it."""
        if failure.__suppress_context__:
            self.report(context, error)
        self.report(context, failure)

    def report(self, context: Context, error: Exception) -> None:
        """Log an error with its traceback. The response does not depend on the log: a log that fails is passed over."""
        with suppress(Exception):
            self.log_exception(context, (type(error), error, error.__traceback__))

    def log_exception(self, context: Context, exc_info: ExcInfo) -> None:
        """Write an error to ``wsgi.errors`` (PEP 3333), in ASCII: a client's line breaks cannot forge a line."""
        environ = context.environ
        lines = "".join(format_exception(*exc_info)).splitlines()
        where = ascii(f"{path_of(environ)} [{environ.get('REQUEST_METHOD', '')}]")[1:-1]
        said = [f"Exception on {where}", *(ascii(line)[1:-1] for line in lines)]
        print(*said, sep="\n  ", file=environ["wsgi.errors"], flush=True)

    # Responses

    def make_response(self, result: Any) -> Response:
        """Return the response that a view means by its ``result``. Raises TypeError for a result of another kind."""
        return make_response(result, self.response_class, self.json_response)

    def json_response(self, *values: Any, **items: Any) -> Response:
        """Return the response with the JSON of one value, of a list of several, or of an object of named ``items``."""
        return self.response_class(f"{self.encode_json(json_value(values, items))}\n", mimetype="application/json")

    def encode_json(self, value: Any, default: Any = None, ensure_ascii: bool = True, sort_keys: bool = True) -> str:
        """Return the compact JSON text of a value; the settings are those of ``json.JSONEncoder``. Raises TypeError."""
        encoder = JSONEncoder(default=default, ensure_ascii=ensure_ascii, sort_keys=sort_keys, separators=(",", ":"))
        return encoder.encode(value)

    def make_default_options_response(self, context: Context) -> Response:
        """Return the response to OPTIONS (RFC 9110, 9.3.7): the methods that the path takes."""
        methods = self.url_map.allowed_methods(path_of(context.environ))
        return self.response_class(headers={"Allow": ", ".join(sorted(methods))})

    def url_for(self, /, endpoint: str, **values: Any) -> str:
        """Return the path of an ``endpoint``, with ``values`` for its variables. Raises BuildError."""
        context = CURRENT.get(None)
        root = root_of(context.environ) if context is not None else ""
        return root + self.url_map.build(endpoint, values)


def checked_response(function: Any, response: Any) -> Response:
    """Return the ``response`` that a hook returned. Raises TypeError if it is not a response."""
    if not isinstance(response, Response):
        raise TypeError(f"the hook {function} returned {response!r}: return the response that it was given")
    return response
