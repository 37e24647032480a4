"""The application: it answers a request with the help of the functions that a program has registered.

``App.wsgi_app`` is the life of a request.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable
from datetime import timedelta
from importlib.util import find_spec
from pathlib import Path
from threading import Lock
from typing import IO, TYPE_CHECKING, Any, cast

from wsgi_apps import answers
from wsgi_apps.building import BuildError
from wsgi_apps.config import Config, Lifetime, Setting
from wsgi_apps.context import CURRENT, Context, Globals
from wsgi_apps.exceptions import (
    BadRequest,
    HTTPException,
    InternalServerError,
    MethodNotAllowed,
    NotFound,
    RequestRedirect,
)
from wsgi_apps.lazy import lazy
from wsgi_apps.location import decoded, path_of, redirect_url
from wsgi_apps.provider import JSONProvider
from wsgi_apps.registration import Registration
from wsgi_apps.request import Request
from wsgi_apps.response import Reply, Response, redirect
from wsgi_apps.sessions import SecureCookieSessionInterface
from wsgi_apps.static import send_from_directory
from wsgi_apps.templating import make_environment
from wsgi_apps.urls import build_url

if TYPE_CHECKING:
    import logging
    from wsgiref.types import StartResponse, WSGIEnvironment

    from jinja2 import Environment

    from wsgi_apps.testing import Client

#: How the results are answered that most views return, without a Response object.
SHORTCUTS: dict[type, Callable[..., Reply]] = {
    str: answers.text_answer,
    bytes: answers.bytes_answer,
    dict: answers.json_answer,
    list: answers.json_answer,
    NotFound: answers.error_answer,
    MethodNotAllowed: answers.error_answer,
}


class App(Registration):
    """A WSGI application made of views.

    ``import_name`` (str) is the module it is in, ``__name__``: folders are looked up beside that module's file, unless
    ``root_path`` (str) names another place. ``static_folder`` (str or None) holds files that are sent below
    ``static_url_path`` (str, ``/`` and the folder's name unless given); ``template_folder`` (str) holds templates.
    """

    request_class = Request
    json_provider_class = JSONProvider
    app_ctx_globals_class = Globals
    session_interface = SecureCookieSessionInterface()
    jinja_options: dict[str, Any] = {}
    debug = Setting[bool]("DEBUG")
    testing = Setting[bool]("TESTING")
    secret_key = Setting[str | bytes | None]("SECRET_KEY")
    permanent_session_lifetime = Lifetime("PERMANENT_SESSION_LIFETIME")

    def __init__(
        self,
        import_name: str,
        static_url_path: str | None = None,
        static_folder: str | Path | None = "static",
        template_folder: str | Path = "templates",
        root_path: str | Path | None = None,
    ) -> None:
        super().__init__()
        self.import_name = import_name
        self.root_path = str(folder_of(import_name) if root_path is None else root_path)
        self.template_folder = template_folder
        self.config = Config(self.root_path)
        self.json = self.json_provider_class(self)
        self.first_request_lock = Lock()
        self.response_class = self.response_class
        self.static_folder = None if static_folder is None else str(Path(self.root_path, static_folder))
        self.static_url_path = static_url_path
        if static_folder is not None:
            name = f"/{Path(static_folder).name}" if static_url_path is None else static_url_path.rstrip("/")
            self.static_url_path = name
            self.add_url_rule(f"{name}/<path:filename>", "static", self.send_static_file)

    # The life of a request

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Answer as a WSGI application (PEP 3333). To wrap the application, wrap ``wsgi_app``."""
        return self.wsgi_app(environ, start_response)

    def wsgi_app(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Answer a request: open its context, let the program answer, answer its mistakes, close the context, send."""
        context = Context(self, environ)
        token = CURRENT.set(context)
        try:
            status, headers, body = self.full_dispatch_request(context, environ)
        except Exception as error:
            status, headers, body = self.handle_exception(context, error)
        finally:
            if context.seen is not None or self.teardown_functions:
                context.close()
            CURRENT.reset(token)
        start_response(status, headers)
        return body

    def full_dispatch_request(self, context: Context, environ: WSGIEnvironment) -> Reply:
        """Find the view, run the hooks and the view, and make what came of it the answer."""
        try:
            self.match_request(context, environ)
            result = self.preprocess_request(context) if self.has_before_hooks else None
            if result is None:
                result = self.dispatch_request(context, environ)
        except Exception as error:
            result = self.handle_user_exception(error)
        return self.finalize_request(context, environ, result)

    def match_request(self, context: Context, environ: WSGIEnvironment) -> None:
        """Enter into the context what the router finds: the rule and its values, or the error."""
        path = environ.get("PATH_INFO", "/")
        try:
            if self.config["TRUSTED_HOSTS"]:
                context.request.host  # noqa: B018 (it raises SecurityError)
            found = self.url_map.find(path if path.isascii() else decoded(path), environ["REQUEST_METHOD"])
            if found is None:
                context.error = NotFound()
            else:
                context.rule, context.values = found
        except RequestRedirect as redirect:
            context.error = RequestRedirect(redirect_url(environ, redirect.new_url))
        except HTTPException as error:
            context.error = error.with_traceback(None)  # its frames hold the context: that would be a circle

    def preprocess_request(self, context: Context | None = None) -> Any:
        """Run the hooks before the view; return what the first one returns that returns anything."""
        context = context or CURRENT.get()
        if not self.got_first_request:
            self.begin()
        for preprocessor in self.url_value_preprocessors:
            preprocessor(str(context.rule.endpoint) if context.rule else None, context.values)
        for function in self.before_request_functions:
            result = function()
            if result is not None:
                return result
        return None

    def begin(self) -> None:
        """Run what is to be run once, before the first request; others that come meanwhile wait for it."""
        with self.first_request_lock:
            if not self.got_first_request:
                for function in self.first_request_functions:
                    function()
                self.has_before_hooks = bool(self.before_request_functions or self.url_value_preprocessors)
                self.got_first_request = True

    def dispatch_request(self, context: Context, environ: WSGIEnvironment) -> Any:
        """Call the view and return what it returns; the error, if the router found none."""
        rule = context.rule
        if rule is None:
            return self.handle_http_exception(cast(HTTPException, context.error))
        if rule.automatic_options and environ["REQUEST_METHOD"] == "OPTIONS":
            return self.make_default_options_response()
        return self.view_functions[rule.endpoint](**context.values)  # type: ignore[arg-type]

    def finalize_request(self, context: Context, environ: WSGIEnvironment, result: Any) -> Reply:
        """Make a result the answer: by a shortcut if nothing asks for a Response, else by one that the hooks get."""
        shortcut = self.shortcuts.get(type(result))
        if shortcut is not None and not context.touched and "HTTP_COOKIE" not in environ:
            reply: Reply = shortcut(self, environ, result)
            return reply
        response = self.process_response(context, self.make_response(result))
        return response.reply(environ, self.log_exception)

    def process_response(self, context: Context, response: Response) -> Response:
        """Run the hooks on a response, the last one registered first, and send the session with it."""
        for function in [*context.after, *reversed(self.after_request_functions)]:
            response = function(response)
        if context.has_session():
            self.session_interface.save_session(self, context.session, response)
        return response

    # Mistakes

    def traps(self, error: HTTPException) -> bool:
        """Return whether an HTTP error is to be treated as a mistake of the program's (bool): for debugging."""
        bad_request = isinstance(error, BadRequest) and self.config["TRAP_BAD_REQUEST_ERRORS"]
        return bool(bad_request or self.config["TRAP_HTTP_EXCEPTIONS"])

    def handle_user_exception(self, error: Exception) -> Any:
        """Return what the program's handler answers to an ``error``. Raises it if there is no handler."""
        if isinstance(error, HTTPException) and not self.traps(error):
            return self.handle_http_exception(error)
        handler = self.error_handlers.find(error)
        if handler is None:
            raise error
        return handler(error)

    def handle_http_exception(self, error: HTTPException) -> Any:
        """Return what the program's handler answers to an HTTP ``error``, or else the error, which is an answer."""
        if not self.error_handlers.by_code or error.response is not None or isinstance(error, RequestRedirect):
            return error
        handler = self.error_handlers.find(error)
        return error if handler is None else handler(error)

    def handle_exception(self, context: Context, error: Exception) -> Reply:
        """Log an ``error`` that nobody handled and return the answer 500; in tests it is raised on.

        What the program does here may fail as well: then the built-in page is the answer, and the log shows both.
        """
        propagate = self.config["PROPAGATE_EXCEPTIONS"]
        if self.testing if propagate is None else propagate:
            raise error
        context.failure = error
        server_error = InternalServerError(original_exception=error)
        try:
            result = self.explain(context, error) or self.handle_http_exception(server_error)
            reply = self.finalize_request(context, context.environ or {}, result)
        except Exception as failure:
            self.log_exception(failure)
            return answers.error_answer(self, context.environ or {}, server_error)
        self.log_exception(error)
        return reply

    def explain(self, context: Context, error: Exception) -> str | None:
        """Return the page with the traceback: in debug mode, on the development server, on loopback; else None."""
        if not (self.debug and (context.environ or {}).get("wsgi_apps.explains")):
            return None
        from wsgi_apps.traceback_page import traceback_page  # nobody else needs it

        return traceback_page(error)

    def log_exception(self, error: Exception) -> None:
        """Write an ``error`` with its traceback to the log."""
        context = CURRENT.get(None)
        environ = (context.environ if context else None) or {}
        where = f"{path_of(environ)!a} [{environ.get('REQUEST_METHOD', '')!a}]"
        self.logger.error("Exception on %s", where, exc_info=error)

    def do_teardown(self, error: BaseException | None) -> None:
        """Run the hooks at the end, the last one registered first; all of them, whatever one does."""
        for function in reversed(self.teardown_functions):
            try:
                function(error)
            except Exception as failure:
                self.log_exception(failure)

    # Answers

    def make_response(self, result: Any) -> Response:
        """Return the response that a view's ``result`` means. Raises TypeError for what means none."""
        return answers.make_answer(self, result)

    def make_default_options_response(self) -> Response:
        """Return the answer to OPTIONS (RFC 9110, 9.3.7): the methods that the path takes."""
        environ = CURRENT.get().environ or {}
        return self.response_class(headers={"Allow": ", ".join(sorted(self.url_map.allowed_methods(path_of(environ))))})

    @property
    def response_class(self) -> type[Response]:
        """The class of the responses. It can be set, to one derived from Response."""
        response_class: type[Response] = self.__dict__.get("_response_class", Response)
        return response_class

    @response_class.setter
    def response_class(self, response_class: type[Response]) -> None:
        self.__dict__["_response_class"] = response_class
        self.shortcuts = SHORTCUTS.copy() if response_class is Response and not self.after_request_functions else {}

    def send_static_file(self, filename: str) -> Response:
        """Return the answer that sends a file of the static folder."""
        if self.static_folder is None:
            raise RuntimeError("this application has no static folder: make it with static_folder='static'")
        return send_from_directory(self.static_folder, filename)

    @property
    def has_static_folder(self) -> bool:
        """Whether there are files to send (bool)."""
        return self.static_folder is not None

    def open_resource(self, resource: str, mode: str = "rb") -> IO[Any]:
        """Return a file of the program's (open for reading), by its path (str) below ``root_path``. Raises OSError."""
        if mode not in ("r", "rt", "rb"):
            raise ValueError(f"open_resource(mode={mode!r}): write 'rb' or 'r', resources are only read")
        return Path(self.root_path, resource).open(mode)

    def redirect(self, location: str, code: int = 302) -> Response:
        """Return the answer that sends the client to another ``location`` (str); see ``response.redirect``."""
        return redirect(location, code, self.response_class)

    def get_send_file_max_age(self, filename: str | None) -> int | None:
        """Return for how many seconds a file may be kept unasked, None: not at all."""
        age: timedelta | int | None = self.config["SEND_FILE_MAX_AGE_DEFAULT"]
        return age if age is None or isinstance(age, int) else int(age.total_seconds())

    def url_for(self, endpoint: str, **values: Any) -> str:
        """Return the URL (str) of an ``endpoint``; the arguments are those of ``wsgi_apps.url_for``."""
        for function in self.url_default_functions:
            function(endpoint, values)
        try:
            return build_url(self, endpoint, **values)
        except BuildError as error:
            return self.handle_url_build_error(error, endpoint, values)

    def handle_url_build_error(self, error: BuildError, endpoint: str, values: dict[str, Any]) -> str:
        """Return what a handler of the program builds instead (str). Raises the error if none does."""
        for handler in self.url_build_error_handlers:
            try:
                return handler(error, endpoint, values)
            except BuildError as another:
                error = another
        raise error

    # What an application has

    @lazy
    def name(self) -> str:
        """The name of the application (str): its module's, or its file's if that is run."""
        file = getattr(sys.modules.get("__main__"), "__file__", None)
        return Path(file).stem if self.import_name == "__main__" and file else self.import_name

    @lazy
    def logger(self) -> logging.Logger:
        """The log of the application (logging.Logger), which goes to the server's unless configured otherwise."""
        from wsgi_apps.logs import create_logger  # logging is slow to import, and a program may never log

        return create_logger(self)

    @lazy
    def jinja_env(self) -> Environment:
        """The Jinja2 environment of the application's templates."""
        return make_environment(self)

    def app_context(self) -> Context:
        """Return a context of the application without a request, for a ``with`` statement."""
        return Context(self)

    def request_context(self, environ: WSGIEnvironment) -> Context:
        """Return the context of a request, for a ``with`` statement."""
        context = Context(self, environ)
        self.match_request(context, environ)
        return context

    def test_request_context(self, *arguments: Any, **keywords: Any) -> Context:
        """Return the context of a made-up request; the arguments are those of ``testing.make_environ``."""
        from wsgi_apps.testing import make_environ  # for tests only

        return self.request_context(make_environ(self, *arguments, **keywords))

    def test_client(self, use_cookies: bool = True) -> Client:
        """Return a client that sends requests without a server."""
        from wsgi_apps.testing import Client  # for tests only

        return Client(self, use_cookies)

    def run(self, host: str = "127.0.0.1", port: int = 5000, debug: bool | None = None, **options: Any) -> None:
        """Serve the application for development at ``host`` (str) and ``port`` (int); see ``development.serve``."""
        from wsgi_apps.development import serve  # for development only

        if debug is not None:
            self.debug = debug
        serve(self, host, port, **options)


def folder_of(import_name: str) -> Path:
    """Return the folder (Path) of a module's file; the current one if it has none."""
    file = getattr(sys.modules.get(import_name), "__file__", None)
    if file is None and import_name != "__main__":
        try:
            spec = find_spec(import_name)
        except (ImportError, ValueError):
            spec = None
        file = spec.origin if spec and spec.has_location else None
    return Path(file).absolute().parent if file else Path.cwd()
