"""The application: it answers a request with the help of the functions that a program has registered.

``App.wsgi_app`` is the life of a request.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any
from wsgiref.types import StartResponse, WSGIEnvironment

from wsgi_apps.application import return_values as answers
from wsgi_apps.application.context import CURRENT, AppContext, Context
from wsgi_apps.environ import decoded, host_of, path_of, redirect_url
from wsgi_apps.exceptions import HTTPException, NotFound, RequestRedirect
from wsgi_apps.extensions.json_provider import JSONProvider
from wsgi_apps.extensions.mistakes import Mistakes
from wsgi_apps.extensions.request import refuse_stranger
from wsgi_apps.extensions.response import Reply, Response, redirection

if TYPE_CHECKING:
    from wsgi_apps.testing.client import Client

#: The steps that are left out where nothing asks for a response, unless a program has its own.
STEPS = ("full_dispatch_request", "preprocess_request", "finalize_request", "make_response", "process_response")


class App(Mistakes):
    """A WSGI application made of views.

    ``import_name`` (str) is the module it is in, ``__name__``: folders are looked up beside that module's file, unless
    ``root_path`` (str) names another place. ``static_folder`` (str or None) holds files that are sent below
    ``static_url_path`` (str, ``/`` and the folder's name unless given); ``template_folder`` (str) holds templates.
    """

    # The life of a request

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Answer as a WSGI application (PEP 3333). To wrap the application, wrap ``wsgi_app``."""
        return self.wsgi_app(environ, start_response)

    def wsgi_app(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Answer a request: open its context, find its rule, let the program answer, answer its mistakes, close it, send."""
        context = Context(self, environ)
        token = CURRENT.set(context)
        failure: BaseException | None = None
        try:
            self.match_request(context, environ)
            answer = self.full_dispatch_request()
            status, headers, body = answer if isinstance(answer, tuple) else answer.reply(environ, self.report)
        except Exception as error:
            failure = error
            status, headers, body = self.answer_to_mistake(environ, error)
        except BaseException as error:  # the program is to end
            failure = error
            raise
        finally:
            if self.has_end_hooks or (context.seen is not None and context.seen.has_uploads):
                context.close(failure)
            failure = None  # its traceback holds this frame: that would be a circle
            CURRENT.reset(token)
        start_response(status, headers)
        return body

    def match_request(self, context: Context, environ: WSGIEnvironment) -> None:
        """Enter into the context what the router finds: the rule and its values, or the error."""
        path = environ.get("PATH_INFO", "/")
        try:
            try:
                if self.config["TRUSTED_HOSTS"]:
                    refuse_stranger(host_of(environ), self.config["TRUSTED_HOSTS"])
                found = self.url_map.find(path if path.isascii() else decoded(path), environ["REQUEST_METHOD"])
            except RequestRedirect as redirect:
                raise RequestRedirect(redirect_url(environ, redirect.new_url)) from None
        except HTTPException as error:
            context.error = error.with_traceback(None)  # its frames hold the context: that would be a circle
            error.__context__ = None  # so do those of what it came from
            return
        if found is None:
            context.error = NotFound()
        else:
            context.rule, context.values = found

    # Its steps, as Flask names them: a program may have its own, in a class derived from App

    def full_dispatch_request(self) -> Response | Reply:
        """Run the hooks and the view, and return what came of it: as a response, or ready to be sent where none is needed.

        A class that has steps of its own always gets a response.
        """
        context = CURRENT.get()
        try:
            result = self.preprocess_request() if self.has_before_hooks else None
            if result is None:
                result = self.dispatch_request()
        except Exception as error:
            result = self.handle_user_exception(error)
        if context.error is not None and result is context.error:
            result = self.handle_user_exception(context.error)
        shortcut = self.shortcuts.get(type(result))
        if shortcut is None or context.touched or "HTTP_COOKIE" in context.environ:  # type: ignore[operator]
            return self.finalize_request(result)
        reply: Reply = shortcut(self, context.environ, result)
        return reply

    def preprocess_request(self) -> Any:
        """Run the hooks before the view; return what the first one returns that returns anything."""
        context = CURRENT.get()
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
        """Run what is to be run once, before the first request; others that come meanwhile wait for it.

        A request that such a function itself sends to the application does not wait: it comes before the first one.
        """
        with self.first_request_lock:
            if self.got_first_request or self.is_beginning:
                return
            self.is_beginning = True
            try:
                for function in self.first_request_functions:
                    function()
            finally:
                self.is_beginning = False
            own_steps = any(getattr(self, name) != getattr(App, name).__get__(self) for name in STEPS)
            own_parts = self.response_class is not Response or self.session_interface is not App.session_interface
            own_json = type(self.json).response is not JSONProvider.response
            if not (own_steps or own_parts or own_json or self.after_request_functions):
                self.shortcuts = answers.SHORTCUTS
            self.has_before_hooks = bool(self.before_request_functions or self.url_value_preprocessors or own_steps)
            self.got_first_request = True

    def dispatch_request(self) -> Any:
        """Call the view and return what it returns; the error, if the router found none."""
        context = CURRENT.get()
        rule = context.rule
        if rule is None:
            return context.error
        if rule.automatic_options and context.environ["REQUEST_METHOD"] == "OPTIONS":  # type: ignore[index]
            return self.make_default_options_response()
        return self.view_functions[rule.endpoint](**context.values)  # type: ignore[arg-type]

    def finalize_request(self, result: Any, from_error_handler: bool = False) -> Response:
        """Make a ``result`` a response and let the hooks have it; ``from_error_handler`` (bool) is for a class's own."""
        return self.process_response(self.make_response(result))

    def process_response(self, response: Response) -> Response:
        """Run the hooks on a response, the last one registered first, and send the session with it."""
        context = CURRENT.get()
        for function in [*context.after, *reversed(self.after_request_functions)]:
            response = function(response)
            if not isinstance(response, Response):
                raise TypeError(f"the hook {function} returned {response!r}: return the response that it was given")
        interface = self.session_interface
        is_asked = interface is not App.session_interface or context.has_session()
        if is_asked and not interface.is_null_session(context.opened):
            interface.save_session(self, context.opened, response)
        return response

    # Answers

    def make_response(self, result: Any) -> Response:
        """Return the response that a view's ``result`` means. Raises TypeError for what means none."""
        return answers.make_answer(self, result)

    def make_default_options_response(self) -> Response:
        """Return the answer to OPTIONS (RFC 9110, 9.3.7): the methods that the path takes."""
        environ = CURRENT.get().environ or {}
        return self.response_class(headers={"Allow": ", ".join(sorted(self.url_map.allowed_methods(path_of(environ))))})

    def redirect(self, location: str, code: int = 302) -> Response:
        """Return the answer that sends the client to another ``location`` (str); see ``response.redirection``."""
        return redirection(location, code, self.response_class)

    def app_context(self) -> Context:
        """Return a context of the application without a request of its own, for a ``with`` statement."""
        return AppContext(self)

    def request_context(self, environ: WSGIEnvironment) -> Context:
        """Return the context of a request, for a ``with`` statement."""
        context = Context(self, environ)
        self.match_request(context, environ)
        return context

    def test_request_context(self, *arguments: Any, **keywords: Any) -> Context:
        """Return the context of a made-up request; the arguments are those of ``testing.make_environ``."""
        from wsgi_apps.testing.client import make_environ  # for tests only

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
        """Serve the application for development at ``host`` (127.0.0.1) and ``port`` (5000); see ``development.serve``.

        While a command such as ``python -m wsgi_apps run`` imports the program, this does nothing: the command serves.
        """
        from wsgi_apps.development.server import LOADING, serve  # for development only

        if LOADING.get():
            return
        if debug is not None:
            self.debug = debug
        serve(self, host, port, load_dotenv=load_dotenv, **options)
