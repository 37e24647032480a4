"""The public contexts: the core's, with the session, flashed messages, and an application without a request."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Protocol, Self

from wsgi_apps.application import context, globals as core_globals
from wsgi_apps.application.context import CURRENT, NO_CONTEXT, Globals, current_context
from wsgi_apps.extensions.request import Request
from wsgi_apps.messages.cached_property import cached_property

if TYPE_CHECKING:
    from wsgi_apps.extensions.sessions import Session

#: The key of environ under which the test client asks for the contexts of its requests: a function of one context.
KEEP_CONTEXT = "wsgi_apps.keep_context"


class Application(context.Application, Protocol):
    """What a context with a session needs of its application."""

    session_interface: Any


class Context(context.Context):
    """One request to an ``app``, with its session."""

    #: How many streams still make pieces in this context.
    streams = 0
    #: Whether the context waits for the end of its streams.
    is_waiting = False
    #: Whether it is a copy: what belongs to the request ends with the original.
    is_copy = False
    app: Application
    request: Request  # the attribute of the core, with the type of this application's

    @cached_property
    def session_opened(self) -> Session:
        """The session as the interface has opened it."""
        interface = self.app.session_interface
        session: Session | None = interface.open_session(self.app, self.request)
        return interface.make_null_session(self.app) if session is None else session

    @cached_property
    def session(self) -> Session:
        """The session, which counts as looked at from now on."""
        self.session_opened.accessed = True
        return self.session_opened

    @cached_property
    def flashes(self) -> list[tuple[str, str]]:
        """The messages that this request takes out of the session: pairs of a category and a text."""
        return self.session.pop("_flashes") if "_flashes" in self.session else []

    @cached_property
    def after_functions(self) -> list[Callable[[Any], Any]]:
        """The functions that ``after_this_request`` was given."""
        return []

    def copy(self) -> Self:
        """Return a context of the same request and session, with a ``g`` of its own."""
        copied = type(self)(self.app, self.environ)
        copied.rule, copied.view_args, copied.routing_exception = self.rule, self.view_args, self.routing_exception
        copied.request, copied.session_opened = self.request, self.session_opened
        copied.is_copy = True
        return copied

    def end_stream(self, error: BaseException | None) -> None:
        """Count a stream as ended, with an ``error`` or None. The last one ends the context if that waits for it."""
        self.streams -= 1
        if self.is_waiting and not self.streams:
            self.app.do_teardown(self, error)

    @property
    def may_have_session(self) -> bool:
        """Whether the request may have brought a session: there is a key, and the name of its cookie is in the header."""
        config = self.app.config
        return bool(config["SECRET_KEY"]) and config["SESSION_COOKIE_NAME"] in self.environ.get("HTTP_COOKIE", "")

    @property
    def needs_saving(self) -> bool:
        """Whether the session was opened, or came with the request and is kept alive."""
        if "session_opened" in self.__dict__:
            return True
        config = self.app.config
        is_known = self.may_have_session and config["SESSION_COOKIE_NAME"] in self.request.cookies
        return is_known and bool(config["SESSION_REFRESH_EACH_REQUEST"])


class AppContext(Context):
    """An application without a request of its own: what belongs to a request is that of the context around it."""

    def __init__(self, app: Application) -> None:
        super().__init__(app, {})

    def around(self, what: str = "request") -> Any:
        """Return the context around this one. Raises RuntimeError, which says that ``what`` is missing, if there is none."""
        outer = self.tokens[0].old_value if self.tokens else None
        if not isinstance(outer, context.Context):
            raise RuntimeError(NO_CONTEXT.format(what=what, method="test_request_context"))
        return outer

    @property
    def has_request(self) -> bool:  # type: ignore[override]
        """Whether a request is answered around this context."""
        outer = self.tokens[0].old_value if self.tokens else None
        return isinstance(outer, context.Context) and outer.has_request

    @property
    def request(self) -> Request:  # type: ignore[override]
        """The request around. Raises RuntimeError if there is none."""
        request: Request = self.around().request
        return request

    @property
    def session(self) -> Session:
        """The session around. Raises RuntimeError if there is none."""
        session: Session = self.around("session").session
        return session

    @property
    def flashes(self) -> list[tuple[str, str]]:
        """The flashed messages around. Raises RuntimeError if there are none."""
        flashes: list[tuple[str, str]] = self.around("session").flashes
        return flashes

    @property
    def after_functions(self) -> list[Callable[[Any], Any]]:
        """The functions around. Raises RuntimeError if there are none."""
        functions: list[Callable[[Any], Any]] = self.around().after_functions
        return functions


def after_this_request(function: Callable[[Any], Any]) -> Callable[[Any], Any]:
    """Call ``function`` with the response of this request; it returns the response to send. Raises RuntimeError."""
    context: Any = current_context("request", "test_request_context")
    context.after_functions.append(function)
    return function


#: The proxies of the core, with the types of the public classes.
request: Request = core_globals.request  # type: ignore[assignment]
g: Globals = core_globals.g
session: Session = core_globals.Proxy("session")  # type: ignore[assignment]
current_app: Any = core_globals.current_app
__all__ = [
    "CURRENT",
    "AppContext",
    "Context",
    "after_this_request",
    "current_app",
    "current_context",
    "g",
    "request",
    "session",
]
