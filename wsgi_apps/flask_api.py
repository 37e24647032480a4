"""Layer 5: App, Request and Response with Flask's names, put together from the layers below."""

from __future__ import annotations

import logging
import sys
from collections.abc import Callable
from datetime import timedelta
from functools import partial
from importlib.util import find_spec
from pathlib import Path
from threading import RLock
from typing import IO, TYPE_CHECKING, Any, TypeVar
from wsgiref.types import WSGIEnvironment

from wsgi_apps.application import globals as core_globals
from wsgi_apps.application.app import ExcInfo, checked_response
from wsgi_apps.application.context import CURRENT
from wsgi_apps.application.return_values import redirection
from wsgi_apps.development.traceback_page import may_explain, traceback_page
from wsgi_apps.environ import check_trusted_host, host_of, path_of
from wsgi_apps.exceptions import BadRequest, HTTPException, InternalServerError, ServiceUnavailable
from wsgi_apps.extensions import context
from wsgi_apps.extensions.config import Config, Lifetime, Setting
from wsgi_apps.extensions.context import (
    KEEP_CONTEXT,
    AppContext,
    after_this_request,
    g,
    has_app_context,
    has_request_context,
    request,
    session,
)
from wsgi_apps.extensions.disk import RETRY_AFTER, can_pass, system_path
from wsgi_apps.extensions.files import send_file, send_from_directory
from wsgi_apps.extensions.first_request import FirstRequest
from wsgi_apps.extensions.json_provider import JSONProvider
from wsgi_apps.extensions.logger import create_logger
from wsgi_apps.extensions.request import Request
from wsgi_apps.extensions.response import Response
from wsgi_apps.extensions.sessions import SecureCookieSessionInterface, SessionInterface, flash, get_flashed_messages
from wsgi_apps.extensions.step_signatures import StepSignatures
from wsgi_apps.extensions.templating import TemplateDecorator, Templates, render_template, render_template_string
from wsgi_apps.extensions.urls import OPTIONS, build_url, is_local_url
from wsgi_apps.messages.cached_property import cached_property
from wsgi_apps.messages.response import Reply, with_charset
from wsgi_apps.messages.response_body import call_quietly
from wsgi_apps.routing.url_building import BuildError
from wsgi_apps.speed.fast_app import FastApp

if TYPE_CHECKING:
    from jinja2 import Environment

    from wsgi_apps.testing.client import Client

__all__ = [
    "App",
    "Request",
    "Response",
    "after_this_request",
    "current_app",
    "flash",
    "g",
    "get_flashed_messages",
    "has_app_context",
    "has_request_context",
    "is_local_url",
    "jsonify",
    "make_response",
    "redirect",
    "render_template",
    "render_template_string",
    "request",
    "send_file",
    "send_from_directory",
    "session",
    "url_for",
]

Function = TypeVar("Function", bound=Callable[..., Any])
LOCK = RLock()


class App(StepSignatures, FastApp):
    """A WSGI application made of views, with Flask's names.

    ``import_name`` is the module it is in, ``__name__``: folders are looked up beside that module's file, unless
    ``root_path`` names another folder. ``static_folder`` holds files that are sent below ``static_url_path``; the
    default of that is ``/`` and the folder's name. ``template_folder`` holds templates. None: there is no such folder.
    """

    request_class: type[Any] = Request
    response_class: type[Any] = Response
    context_class = context.Context
    app_ctx_globals_class: type[Any] = context.Globals
    json_provider_class = JSONProvider
    session_interface: SessionInterface = SecureCookieSessionInterface()
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
        template_folder: str | Path | None = "templates",
        root_path: str | Path | None = None,
    ) -> None:
        super().__init__(import_name)
        self.root_path = str(folder_of(import_name) if root_path is None else root_path)
        self.template_folder = template_folder
        self.config: Config = Config(self.root_path)
        self.json = self.json_provider_class(self)
        self.extensions: dict[str, Any] = {}
        self.first_request = FirstRequest()
        self.url_value_preprocessors: list[Callable[[str | None, dict[str, Any] | None], object]] = []
        self.url_default_functions: list[Callable[[str, dict[str, Any]], object]] = []
        self.url_build_error_handlers: list[Callable[[Exception, str, dict[str, Any]], str]] = []
        self.teardown_appcontext_functions: list[Callable[[BaseException | None], object]] = []
        self.static_folder = None if static_folder is None else str(Path(self.root_path, static_folder))
        self.static_url_path = static_url_path
        if static_folder is not None:
            name = f"/{Path(static_folder).name}" if static_url_path is None else static_url_path.rstrip("/")
            self.static_url_path = name
            self.add_url_rule(f"{name}/<path:filename>", "static", self.send_static_file)

    # The life of a request: what Flask does beyond the core in each step

    def match_request(self, context: Any) -> None:
        """Enter the result of the router into the context. A host that is not trusted is an error like a wrong path."""
        try:
            if self.config["TRUSTED_HOSTS"]:
                check_trusted_host(host_of(context.environ), self.config["TRUSTED_HOSTS"])
        except HTTPException as error:
            context.routing_exception = error.with_traceback(None)
        else:
            super().match_request(context)

    def preprocess_request(self, context: Any) -> Any:
        """Run the functions for the first request, those for the rule's values, and the hooks before the view."""
        if not self.first_request.is_over:
            self.first_request.run()
        for preprocessor in self.url_value_preprocessors:
            preprocessor(str(context.rule.endpoint) if context.rule else None, context.view_args)
        return super().preprocess_request(context)

    def process_response(self, context: Any, response: Any) -> Any:
        """Run ``after_this_request`` functions and the hooks on a response, and send the session with it."""
        for function in context.__dict__.get("after_functions", ()):
            response = checked_response(function, function(response))
        response = super().process_response(context, response)
        interface = self.session_interface
        is_asked = interface is not App.session_interface or context.needs_saving
        if is_asked and not interface.is_null_session(context.session_opened):
            interface.save_session(self, context.session_opened, response)
        return response

    def do_teardown(self, context: Any, error: BaseException | None) -> None:
        """Run the hooks for the end of a request and of a context, and close uploaded files."""
        calls: list[Callable[[], object]] = []
        if not isinstance(context, AppContext):
            calls.append(partial(super().do_teardown, context, error))
        calls += [partial(hook, error) for hook in reversed(self.teardown_appcontext_functions)]
        if "request" in context.__dict__ and context.request.has_uploads:
            calls.append(context.request.close)
        if KEEP_CONTEXT in context.environ:
            calls.append(partial(context.environ[KEEP_CONTEXT], context))
        call_quietly(calls, partial(self.report, context))

    # Errors

    def trap_http_exception(self, error: HTTPException) -> bool:
        """Return whether an HTTP error is handled as an error of the program, for debugging: if a setting says so."""
        is_bad_request = isinstance(error, BadRequest)
        return bool(self.config["TRAP_HTTP_EXCEPTIONS"] or (is_bad_request and self.config["TRAP_BAD_REQUEST_ERRORS"]))

    def answer_exception(self, context: Any, error: Exception) -> Reply:
        """Return what is sent for an error that no handler took, as the core does; in tests the error is raised."""
        if self.propagates:
            raise error
        return super().answer_exception(context, error)

    @property
    def propagates(self) -> bool:
        """Whether errors that no handler took leave the application: if PROPAGATE_EXCEPTIONS says so, or in tests."""
        propagate = self.config["PROPAGATE_EXCEPTIONS"]
        return bool(self.testing if propagate is None else propagate)

    def server_error(self, context: Any, error: Exception) -> Any:
        """Return the debug page, in debug mode on the development server; else the result of the core.

        An error of the system that can pass, such as a full disk, is a 503 unless the program handles 500 itself.
        """
        if self.debug and may_explain(context.environ):
            return traceback_page(error)
        if can_pass(error) and not self.error_handlers.find(InternalServerError()):
            return self.handle_http_exception(context, ServiceUnavailable(retry_after=RETRY_AFTER))
        return super().server_error(context, error)

    def log_exception(self, context: Any, exc_info: ExcInfo) -> None:
        """Write an error with its traceback, as ``sys.exc_info`` returns it, to the log."""
        environ = context.environ
        where = f"{path_of(environ)!a} [{environ.get('REQUEST_METHOD', '')!a}]"
        self.logger.error("Exception on %s", where, exc_info=exc_info)

    # Contexts, a client and a server

    def app_context(self) -> AppContext:
        """Return a context of the application without a request of its own, for a ``with`` statement."""
        return AppContext(self)

    def request_context(self, environ: WSGIEnvironment) -> context.Context:
        """Return the context of a request, for a ``with`` statement."""
        context = self.context_class(self, environ)
        self.match_request(context)
        return context

    def test_request_context(self, *arguments: Any, **keywords: Any) -> context.Context:
        """Return the context of a made-up request; the arguments are those of ``environ_builder.make_environ``."""
        from wsgi_apps.testing.environ_builder import make_environ  # for tests only

        return self.request_context(make_environ(self, *arguments, **keywords))

    def test_client(self, use_cookies: bool = True) -> Client:
        """Return a client that sends requests without a server."""
        from wsgi_apps.testing.client import Client  # for tests only

        return Client(self, use_cookies)

    def run(
        self,
        host: str | None = None,
        port: int | str | None = None,
        debug: bool | None = None,
        load_dotenv: bool = False,
        **options: Any,
    ) -> None:
        """Serve the application for development, by default at 127.0.0.1 and port 5000; see ``development.server``.

        While a command such as ``python -m wsgi_apps run`` imports the program, this does nothing: the command serves.
        """
        from wsgi_apps.development.server import LOADING, serve  # for development only

        if LOADING.get():
            return
        if debug is not None:
            self.debug = debug
        serve(self, host, port, load_dotenv=load_dotenv, **options)

    # Registration

    def endpoint(self, name: str) -> Callable[[Function], Function]:
        """Let the decorated view answer the rules of an endpoint."""
        self.refuse_late("endpoint")

        def enter(view: Function) -> Function:
            self.view_functions[name] = view
            return view

        return enter

    def before_first_request(self, function: Function) -> Function:
        """Call ``function`` once, before the first request is answered."""
        return self.add_hook("before_first_request", self.first_request.functions, function)

    def teardown_appcontext(self, function: Function) -> Function:
        """Call ``function`` at the end of every context: after those of a request, and where there was none."""
        return self.add_hook("teardown_appcontext", self.teardown_appcontext_functions, function)

    def url_value_preprocessor(self, function: Function) -> Function:
        """Call ``function`` with the endpoint and the values of every request, before the hooks; it may change them."""
        return self.add_hook("url_value_preprocessor", self.url_value_preprocessors, function)

    def url_defaults(self, function: Function) -> Function:
        """Call ``function`` with endpoint and values of every URL that is built; it may add values."""
        return self.add_hook("url_defaults", self.url_default_functions, function)

    # URLs, redirects and JSON

    def redirect(self, location: str, code: int = 302) -> Any:
        """Return the response that sends the client to another ``location``; see ``return_values.redirection``."""
        return redirection(location, code, self.response_class)

    def url_for(self, /, endpoint: str, **values: Any) -> str:
        """Return the URL of an ``endpoint``; the arguments are those of ``wsgi_apps.url_for``."""
        options = {name: values.pop(name, None) for name in OPTIONS}
        for function in self.url_default_functions:
            function(endpoint, values)
        context = CURRENT.get() if has_request_context() else None
        try:
            return build_url(self.url_map, self.config, context, endpoint, values, **options)
        except BuildError as error:
            return self.handle_url_build_error(error, endpoint, values | options)

    def handle_url_build_error(self, error: BuildError, endpoint: str, values: dict[str, Any]) -> str:
        """Return the URL that a handler of the program builds instead. Raises the error if none does."""
        for handler in self.url_build_error_handlers:
            try:
                return handler(error, endpoint, values)
            except BuildError as another:
                error = another
        raise error

    def needs_response(self, context: Any) -> bool:
        """Return whether a Response has to be made, for the hooks or for the session."""
        if super().needs_response(context) or not context.__dict__.keys().isdisjoint(
            ("session_opened", "after_functions")
        ):
            return True
        return self.session_interface is not App.session_interface or (
            "HTTP_COOKIE" in context.environ and context.may_have_session
        )

    def json_parts(self, value: Any) -> tuple[str, str] | None:
        """Return the media type and the JSON text of a value; None if a provider of the program's own responds."""
        is_own = type(self.json).response is not JSONProvider.response
        return None if is_own else (with_charset(self.json.mimetype), self.json.text(value))

    def json_response(self, *values: Any, **items: Any) -> Any:
        """Return the response with the JSON of one value, of a list of several, or of an object of named ``items``."""
        return self.json.response(*values, **items)

    # Templates

    @cached_property
    def templates(self) -> Templates:
        """The templates of the application."""
        with LOCK:
            if "templates" not in vars(self):
                folder = None if self.template_folder is None else Path(self.root_path, self.template_folder)
                self.templates = Templates(folder, {"config": self.config}, self.jinja_options, self.json.dumps)
            return self.templates

    @property
    def jinja_env(self) -> Environment:
        """The Jinja2 environment of the templates."""
        return self.templates.environment

    def context_processor(self, function: Function) -> Function:
        """Let every template know the names in the dict that ``function`` returns."""
        return self.add_hook("context_processor", self.templates.context_processors, function)

    @property
    def template_filter(self) -> TemplateDecorator:
        """A decorator: templates use the function as a filter, by its own name or the one given."""
        return TemplateDecorator(self.add_template_filter)

    @property
    def template_test(self) -> TemplateDecorator:
        """A decorator: templates use the function as a test, by its own name or the one given."""
        return TemplateDecorator(self.add_template_test)

    @property
    def template_global(self) -> TemplateDecorator:
        """A decorator: templates call the function by its own name or the one given."""
        return TemplateDecorator(self.add_template_global)

    def add_template_filter(self, function: Callable[..., Any], name: str | None = None) -> None:
        """Let templates use a function as a filter, by its own name or the one given."""
        self.refuse_late("template_filter")
        self.jinja_env.filters[name or function.__name__] = function

    def add_template_test(self, function: Callable[..., Any], name: str | None = None) -> None:
        """Let templates use a function as a test, by its own name or the one given."""
        self.refuse_late("template_test")
        self.jinja_env.tests[name or function.__name__] = function

    def add_template_global(self, function: Callable[..., Any], name: str | None = None) -> None:
        """Let templates call a function by its own name or the one given."""
        self.refuse_late("template_global")
        self.jinja_env.globals[name or function.__name__] = function

    # Files and the log

    def send_static_file(self, filename: str) -> Response:
        """Return the response that sends a file of the static folder. Raises RuntimeError if there is no folder."""
        if self.static_folder is None:
            raise RuntimeError("this application has no static folder: make it with static_folder='static'")
        return send_from_directory(self.static_folder, filename)

    @property
    def has_static_folder(self) -> bool:
        """Whether there are files to send."""
        return self.static_folder is not None

    def get_send_file_max_age(self, filename: str | None) -> int | None:
        """Return the time in seconds for which clients may keep a file, None: they have to ask every time."""
        age: timedelta | int | None = self.config["SEND_FILE_MAX_AGE_DEFAULT"]
        return age if age is None or isinstance(age, int) else int(age.total_seconds())

    def open_resource(self, resource: str, mode: str = "rb", encoding: str | None = "utf-8") -> IO[Any]:
        """Return a file of the program's, open for reading, by its path below ``root_path``. Raises OSError."""
        if mode not in ("r", "rt", "rb"):
            raise ValueError(f"open_resource(mode={mode!r}): write 'rb' or 'r', resources are only read")
        return Path(system_path(Path(self.root_path, resource))).open(mode, encoding=None if mode == "rb" else encoding)

    @cached_property
    def name(self) -> str:
        """The name of the application: its module's, or its file's if that is run."""
        file = getattr(sys.modules.get("__main__"), "__file__", None)
        return Path(file).stem if self.import_name == "__main__" and file else self.import_name

    @cached_property
    def logger(self) -> logging.Logger:
        """The log of the application, which goes to the server's unless configured otherwise."""
        return create_logger(self.name, self.debug)


App.standard = App  # the short way of speed/ stands for the steps of this class


def folder_of(import_name: str) -> Path:
    """Return the folder of a module's file; the current one if it has none."""
    file = getattr(sys.modules.get(import_name), "__file__", None)
    if file is None and import_name != "__main__":
        try:
            spec = find_spec(import_name)
        except (ImportError, ValueError):
            spec = None
        file = spec.origin if spec and spec.has_location else None
    return Path(file).absolute().parent if file else Path.cwd()


#: The functions and the proxy of the core, with the types of the public classes.
current_app: App = context.current_app
jsonify: Callable[..., Response] = core_globals.jsonify  # type: ignore[assignment]
make_response: Callable[..., Response] = core_globals.make_response  # type: ignore[assignment]
url_for = core_globals.url_for


def redirect(location: str, code: int = 302, Response: type[Response] = Response) -> Response:  # noqa: N803
    """Return the response that sends the client to another ``location``; see ``return_values.redirection``.

    While a request is answered, the application makes it, by its own ``redirect``; elsewhere the class ``Response``.
    """
    context = CURRENT.get(None)
    response: Any = redirection(location, code, Response) if context is None else context.app.redirect(location, code)
    return response  # type: ignore[no-any-return]
