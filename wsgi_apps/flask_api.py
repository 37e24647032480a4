"""Layer 5: App, Request and Response with Flask's names, put together from the layers below."""

from __future__ import annotations

import logging
import sys
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from threading import RLock
from typing import TYPE_CHECKING, Any, TypeVar
from wsgiref.types import WSGIEnvironment

from wsgi_apps.application import globals as core_globals
from wsgi_apps.application.app import ExcInfo, checked_response
from wsgi_apps.application.context import CURRENT, current_context
from wsgi_apps.application.return_values import redirection
from wsgi_apps.environ import host_of, path_of
from wsgi_apps.exceptions import BadRequest, HTTPException, InternalServerError, ServiceUnavailable
from wsgi_apps.extensions import context, json
from wsgi_apps.extensions.aborter import Aborter, abort
from wsgi_apps.extensions.advice import refuse_import_name, refuse_nothing
from wsgi_apps.extensions.blueprints import Blueprint, Blueprints
from wsgi_apps.extensions.config import DEFAULTS, Config, Lifetime, Setting
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
from wsgi_apps.extensions.disk import RETRY_AFTER, can_pass
from wsgi_apps.extensions.files import send_file, send_from_directory
from wsgi_apps.extensions.first_request import FirstRequest
from wsgi_apps.extensions.instance_folder import InstanceFolder
from wsgi_apps.extensions.json_provider import JSONProvider
from wsgi_apps.extensions.logger import LINE_ESCAPES, create_logger
from wsgi_apps.extensions.request import Request
from wsgi_apps.extensions.response import Response
from wsgi_apps.extensions.same_rule import warn_of_same_rule
from wsgi_apps.extensions.sessions import SecureCookieSessionInterface, SessionInterface, flash, get_flashed_messages
from wsgi_apps.extensions.step_signatures import StepSignatures
from wsgi_apps.extensions.streaming import copy_current_request_context, stream_with_context
from wsgi_apps.extensions.templating import (
    get_template_attribute,
    render_template,
    render_template_string,
    stream_template,
    stream_template_string,
)
from wsgi_apps.extensions.urls import OPTIONS, build_url, check_trusted_host, is_local_url
from wsgi_apps.messages.cached_property import cached_property
from wsgi_apps.messages.response import Reply, type_header
from wsgi_apps.messages.response_body import call_quietly
from wsgi_apps.routing.url_building import BuildError
from wsgi_apps.speed.fast_app import FastApp

if TYPE_CHECKING:
    from wsgi_apps.testing.client import Client

__all__ = [
    "App",
    "Blueprint",
    "Config",
    "Flask",
    "Request",
    "Response",
    "abort",
    "after_this_request",
    "copy_current_request_context",
    "current_app",
    "flash",
    "g",
    "get_flashed_messages",
    "get_template_attribute",
    "has_app_context",
    "has_request_context",
    "is_local_url",
    "json",
    "jsonify",
    "make_response",
    "redirect",
    "render_template",
    "render_template_string",
    "request",
    "send_file",
    "send_from_directory",
    "session",
    "stream_template",
    "stream_template_string",
    "stream_with_context",
    "url_for",
]

Function = TypeVar("Function", bound=Callable[..., Any])
LOCK = RLock()


class App(Blueprints, InstanceFolder, StepSignatures, FastApp):
    """A WSGI application made of views, with Flask's names.

    ``import_name`` is the module it is in, ``__name__``: folders are looked up beside that module's file, unless
    ``root_path`` names another folder. ``static_folder`` holds files that are sent below ``static_url_path``; the
    default of that is ``/`` and the folder's name. ``template_folder`` holds templates. None: there is no such folder.
    ``instance_path`` holds the files of this installation; with ``instance_relative_config`` those of settings too.
    """

    request_class: type[Any] = Request
    response_class: type[Any] = Response
    context_class = context.Context
    app_ctx_globals_class: type[Any] = context.Globals
    config_class: type[Config] = Config
    #: The settings that an application begins with.
    default_config: Mapping[str, Any] = DEFAULTS
    aborter_class: type[Aborter] = Aborter
    json_provider_class = JSONProvider
    #: The class of ``test_client``; None: ``testing.client.Client``.
    test_client_class: Callable[..., Client] | None = None
    session_interface: SessionInterface = SecureCookieSessionInterface()
    debug = Setting[bool]("DEBUG")
    testing = Setting[bool]("TESTING")
    templates_auto_reload = Setting[bool | None]("TEMPLATES_AUTO_RELOAD")
    secret_key = Setting[str | bytes | None]("SECRET_KEY")
    permanent_session_lifetime = Lifetime("PERMANENT_SESSION_LIFETIME")

    def __init__(
        self,
        import_name: str = "",
        static_url_path: str | None = None,
        static_folder: str | Path | None = "static",
        template_folder: str | Path | None = "templates",
        root_path: str | Path | None = None,
        *,
        instance_path: str | Path | None = None,
        instance_relative_config: bool = False,
    ) -> None:
        refuse_import_name(import_name, type(self))
        super().__init__(import_name)
        self.url_map.shadowed = warn_of_same_rule
        self.set_up(static_url_path, static_folder, template_folder, root_path)
        self.set_instance_path(instance_path)
        self.config: Config = self.make_config(instance_relative_config)
        self.aborter = self.make_aborter()
        self.json = self.json_provider_class(self)
        self.extensions: dict[str, Any] = {}
        self.first_request = FirstRequest()
        self.url_build_error_handlers: list[Callable[[Exception, str, dict[str, Any]], str]] = []
        self.shell_context_processors: list[Callable[[], dict[str, Any]]] = []
        self.teardown_appcontext_functions: list[Callable[[BaseException | None], object]] = []
        if self.has_static_folder:
            self.add_url_rule(f"{self.static_url_path}/<path:filename>", "static", self.send_static_file)

    def make_config(self, instance_relative: bool = False) -> Config:
        """Return the configuration to begin with; its files are beside the program or in the instance folder."""
        return self.config_class(self.instance_path if instance_relative else self.root_path, self.default_config)

    def make_aborter(self) -> Aborter:
        """Return what ``abort`` raises by."""
        return self.aborter_class()

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
        if context.routing_exception is not None and self.debug:
            self.explain_routing(context)

    def explain_routing(self, context: Any) -> None:
        """Let the list of the rules answer a 404 or 405 of the router, in debug mode on the development server."""
        from wsgi_apps.development.traceback_page import may_explain, rules_page  # the development server has it

        error = context.routing_exception
        if error.code in (404, 405) and may_explain(context.environ) and self.error_handlers.find(error) is None:
            error.response = rules_page(context, error)

    def full_dispatch_request(self, context: Any = None) -> Any:
        """Run the hooks and the view, handle their errors, and return the response; the request is the current one."""
        return super().full_dispatch_request(context or current_context("request", "test_request_context"))

    def preprocess_request(self, context: Any = None) -> Any:
        """Run the functions for the first request, those for the rule's values, and the hooks before the view.

        It is the current request unless given.
        """
        context = context or current_context("request", "test_request_context")
        if not self.first_request.is_over:
            self.first_request.run()
        if self.url_value_preprocessors or self.blueprints:
            self.preprocess_values(context)
        result = super().preprocess_request(context)
        if result is None and self.blueprints:
            result = self.preprocess_in_blueprints(context)
        if result is not None:
            context.is_answered_early = True
        return result

    def finalize_request(self, context: Any, result: Any, from_error_handler: bool = False) -> Any:
        """Make a result a response, and run the hooks on it. Raises TypeError for a view that returned nothing."""
        refuse_nothing(result)
        return super().finalize_request(context, result, from_error_handler)

    def process_response(self, context: Any, response: Any = None) -> Any:
        """Run ``after_this_request`` functions and the hooks on a response, and send the session with it.

        With a response alone it is that of the current request.
        """
        both = (context, response) if response else (current_context("request", "test_request_context"), context)
        context, response = both
        for function in context.after_functions if context.needs_response else ():
            response = checked_response(function, function(response))
        if self.blueprints:
            response = self.process_in_blueprints(context, response)
        return self.save_session(context, super().process_response(context, response))

    def save_session(self, context: Any, response: Any) -> Any:
        """Save the session of a request, if it was opened or is kept alive; return the response that carries it."""
        interface = self.session_interface
        is_asked = interface is not App.session_interface or context.needs_saving
        if is_asked and not interface.is_null_session(context.session_opened):
            interface.save_session(self, context.session_opened, response)
        return response

    def do_teardown(self, context: Any, error: BaseException | None) -> None:
        """End a context: run the hooks, close uploaded files. A request that went well ends with its streams."""
        calls: list[Callable[[], object]] = []
        if context.streams and error is None:
            context.is_waiting = True
        else:
            if self.blueprints:
                self.teardown_blueprints(context, error)
            if not isinstance(context, AppContext):
                calls.append(partial(super().do_teardown, context, error))
            if not context.shares_g:
                calls += [partial(hook, error) for hook in reversed(self.teardown_appcontext_functions)]
            if "request" in context.__dict__ and not context.is_copy and context.request.has_uploads:
                calls.append(context.request.close)
        if KEEP_CONTEXT in context.environ and not context.is_copy:
            calls.append(partial(context.environ[KEEP_CONTEXT], context))
        call_quietly(calls, partial(self.report, context))

    def make_response(self, result: Any) -> Any:
        """Return the response that a view means by its ``result``; the short way calls no other step for some results.

        Raises TypeError, with the line of the view, for None.
        """
        refuse_nothing(result)
        return super().make_response(result)

    def make_default_options_response(self, context: Any = None) -> Any:
        """Return the response to OPTIONS: the methods that the path takes, of the current request unless given."""
        return super().make_default_options_response(context or current_context("request", "test_request_context"))

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
        if self.debug:
            from wsgi_apps.development.traceback_page import (
                may_explain,
                traceback_page,
            )  # the development server has it

            if may_explain(context.environ):
                return traceback_page(error)
        if can_pass(error) and not self.error_handlers.find(InternalServerError()):
            return self.handle_http_exception(context, ServiceUnavailable(retry_after=RETRY_AFTER))
        return super().server_error(context, error)

    def log_exception(self, context: Any, exc_info: ExcInfo) -> None:
        """Write an error with its traceback, as ``sys.exc_info`` returns it, to the log, control characters escaped."""
        environ = context.environ
        where = f"{path_of(environ)} [{environ.get('REQUEST_METHOD', '')}]".translate(LINE_ESCAPES)
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

    def test_client(self, use_cookies: bool = True, **options: Any) -> Client:
        """Return a client that sends requests without a server; the ``options`` are for a ``test_client_class``."""
        from wsgi_apps.testing.client import Client  # for tests only

        return (self.test_client_class or Client)(self, use_cookies=use_cookies, **options)

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
        from wsgi_apps.development.reloader import LOADING  # for development only
        from wsgi_apps.development.server import serve  # for development only

        if LOADING.get():
            return
        if debug is not None:
            self.debug = debug
        serve(self, host, port, load_dotenv=load_dotenv, **options)

    # Registration

    def before_first_request(self, function: Function) -> Function:
        """Call ``function`` once, before the first request is answered."""
        return self.add_hook("before_first_request", self.first_request.functions, function)

    def teardown_appcontext(self, function: Function) -> Function:
        """Call ``function`` at the end of every context: after those of a request, and where there was none."""
        return self.add_hook("teardown_appcontext", self.teardown_appcontext_functions, function)

    def shell_context_processor(self, function: Function) -> Function:
        """Let ``python -m wsgi_apps shell`` know the names in the dict that ``function`` returns."""
        return self.add_hook("shell_context_processor", self.shell_context_processors, function)

    def make_shell_context(self) -> dict[str, Any]:
        """Return the names that ``python -m wsgi_apps shell`` knows."""
        names: dict[str, Any] = {"app": self, "g": g}
        for processor in self.shell_context_processors:
            names.update(processor())
        return names

    # URLs, redirects and JSON

    def redirect(self, location: str, code: int = 302) -> Any:
        """Return the response that sends the client to another ``location``; see ``return_values.redirection``."""
        return redirection(location, code, self.response_class)

    def url_for(self, /, endpoint: str, **values: Any) -> str:
        """Return the URL of an ``endpoint``; the arguments are those of ``wsgi_apps.url_for``."""
        options = {name: values.pop(name, None) for name in OPTIONS}
        context: Any = CURRENT.get() if has_request_context() else None
        if endpoint.startswith(".") and context is not None:
            endpoint = f"{context.request.blueprint or ''}{endpoint}".lstrip(".")
        self.inject_url_defaults(endpoint, values)
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

    def has_usual_parts(self) -> bool:
        """Return whether responses and sessions are those of this class, and no blueprint has hooks for them."""
        hooks = any(blueprint.after_request_functions for blueprint in self.blueprints.values())
        return super().has_usual_parts() and self.session_interface is App.session_interface and not hooks

    def needs_before(self) -> bool:
        """Return whether ``preprocess_request`` has anything to do."""
        hooks = self.url_value_preprocessors or self.blueprints
        return bool(super().needs_before() or hooks or not self.first_request.is_over)

    def needs_error_handler(self) -> bool:
        """Return whether there are handlers, of the application or of a blueprint."""
        return super().needs_error_handler() or bool(self.blueprints)

    def needs_teardown(self) -> bool:
        """Return whether ``do_teardown`` has anything to do at the end of every request."""
        hooks = any(blueprint.teardown_request_functions for blueprint in self.blueprints.values())
        return super().needs_teardown() or hooks or bool(self.teardown_appcontext_functions)

    def json_parts(self, value: Any) -> tuple[bytes, tuple[str, str]] | None:
        """Return the JSON of a value and its Content-Type; None if a provider of the program's own responds."""
        provider = self.json
        if type(provider).response is not JSONProvider.response:
            return None
        return f"{provider.text(value)}\n".encode(), type_header(provider.mimetype)

    def json_response(self, *values: Any, **items: Any) -> Any:
        """Return the response with the JSON of one value, of a list of several, or of an object of named ``items``."""
        return self.json.response(*values, **items)

    # The name and the log

    @cached_property
    def name(self) -> str:
        """The name of the application: its module's, or its file's if that is run."""
        file = getattr(sys.modules.get("__main__"), "__file__", None)
        return Path(file).stem if self.import_name == "__main__" and file else self.import_name

    @cached_property
    def logger(self) -> logging.Logger:
        """The log of the application, which goes to the server's unless configured otherwise."""
        return create_logger(self.name, self.debug)


#: Flask's name for it.
Flask = App
App.standard = App  # the short way of speed/ stands for the steps of this class


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
