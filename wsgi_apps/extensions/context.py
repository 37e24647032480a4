"""The public contexts: the core's, with the session, flashed messages, and an application without a request."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextvars import Token
from typing import TYPE_CHECKING, Any, Self

from wsgi_apps.application import context, globals as core_globals
from wsgi_apps.application.context import CURRENT, NO_CONTEXT, current_context
from wsgi_apps.extensions.request import Request
from wsgi_apps.messages.cached_property import cached_property

if TYPE_CHECKING:
    from wsgi_apps.extensions.sessions import Session

#: The key of environ under which the test client asks for the contexts of its requests: a function of one context.
KEEP_CONTEXT = "wsgi_apps.keep_context"


class Globals(context.Globals):
    """``g``: the program's own attributes, kept for the length of one request."""

    def pop(self, name: str, *default: Any) -> Any:
        """Return an attribute by its name and remove it. Raises KeyError unless a default is given."""
        return self.__dict__.pop(name, *default)

    def setdefault(self, name: str, default: Any = None) -> Any:
        """Return an attribute by its name, set to ``default`` first if it is not set."""
        return self.__dict__.setdefault(name, default)

    def __iter__(self) -> Iterator[str]:
        return iter(self.__dict__)


class Context(context.Context):
    """One request to an ``app``, with its session.

    It is the current context between ``push`` and ``pop``; as a context manager, inside the block.
    """

    #: How many streams still make pieces in this context.
    streams = 0
    #: Whether the context waits for the end of its streams.
    is_waiting = False
    #: Whether it is a copy: what belongs to the request ends with the original.
    is_copy = False
    #: Whether ``g`` is that of the context around, with which it ends.
    shares_g = False
    request: Request  # the attribute of the core, with the type of this application's
    #: Whether a request is being answered.
    has_request = True
    #: Whether the session was opened, or ``after_this_request`` was given a function: only a Response carries these.
    needs_response = False
    #: Whether a hook has answered in place of the view.
    is_answered_early = False
    #: The error handler that was found last.
    handler: Callable[[Any], Any] | None = None
    #: The request, once the program has looked at it.
    seen: Request | None = None

    @cached_property
    def tokens(self) -> list[Token[Any]]:
        """The tokens that bring back the context before this one."""
        return []

    def push(self) -> None:
        """Make this the current context."""
        if not self.tokens:
            self.find_g(CURRENT.get(None))
        self.tokens.append(CURRENT.set(self))

    def find_g(self, outer: Any) -> None:
        """Begin with the ``g`` of the ``outer`` context if that has the same application, else with a new one."""
        self.__dict__.pop("g", None)
        self.shares_g = outer is not None and outer.app is self.app
        if self.shares_g:
            self.__dict__["g"] = outer.g

    def pop(self, error: BaseException | None = None) -> None:
        """Undo a ``push``. The last ``pop`` ends the context with the ``error`` that was not handled."""
        try:
            if len(self.tokens) == 1:
                self.app.do_teardown(self, error)
        finally:
            CURRENT.reset(self.tokens.pop())

    def __enter__(self) -> Self:
        self.push()
        return self

    def __exit__(self, kind: object, error: BaseException | None, traceback: object) -> None:
        self.pop(error)

    @cached_property
    def session_opened(self) -> Session:
        """The session as the interface has opened it."""
        self.needs_response = True
        interface = self.app.session_interface
        session: Session | None = interface.open_session(self.app, self.request)
        return interface.make_null_session(self.app) if session is None else session

    @cached_property
    def session(self) -> Session:
        """The session, which counts as used from now on."""
        self.session_opened.accessed = True
        return self.session_opened

    @cached_property
    def flashes(self) -> list[tuple[str, str]]:
        """The messages that this request takes out of the session: pairs of a category and a text."""
        return self.session.pop("_flashes") if "_flashes" in self.session else []

    @cached_property
    def after_functions(self) -> list[Callable[[Any], Any]]:
        """The functions that ``after_this_request`` was given."""
        self.needs_response = True
        return []

    def copy(self) -> Self:
        """Return a context of the same request and session; its ``g`` is found where it becomes the current one."""
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
        """Whether the request may carry a session: there is a key, and the cookie's name is in the header."""
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
    """A context without a request of its own: its request and session are those of the context around it."""

    def __init__(self, app: Any) -> None:
        super().__init__(app, {})

    def find_g(self, outer: Any) -> None:
        """Keep the ``g`` of this context: it is never shared with the one around."""

    def around(self, what: str = "request") -> Any:
        """Return the context around this one. Raises RuntimeError, with ``what`` in its message, if it is missing."""
        outer = self.tokens[0].old_value if self.tokens else None
        if not isinstance(outer, context.Context):
            raise RuntimeError(NO_CONTEXT.format(what=what, method="test_request_context"))
        return outer

    @property
    def has_request(self) -> bool:  # type: ignore[override]
        """Whether a request is answered around this context."""
        outer = self.tokens[0].old_value if self.tokens else None
        return isinstance(outer, Context) and outer.has_request

    @property
    def request(self) -> Request:  # type: ignore[override]
        """The request around. Raises RuntimeError without a request."""
        request: Request = self.around().request
        return request

    @property
    def session(self) -> Session:
        """The session around. Raises RuntimeError without a request."""
        session: Session = self.around("session").session
        return session

    @property
    def flashes(self) -> list[tuple[str, str]]:
        """The flashed messages around. Raises RuntimeError without a request."""
        flashes: list[tuple[str, str]] = self.around("session").flashes
        return flashes

    @property
    def after_functions(self) -> list[Callable[[Any], Any]]:
        """The functions around. Raises RuntimeError without a request."""
        functions: list[Callable[[Any], Any]] = self.around().after_functions
        return functions


def has_request_context() -> bool:
    """Return whether a request is being answered."""
    context: Any = CURRENT.get(None)
    return context is not None and context.has_request


def has_app_context() -> bool:
    """Return whether there is a current application."""
    return CURRENT.get(None) is not None


def after_this_request(function: Callable[[Any], Any]) -> Callable[[Any], Any]:
    """Call ``function`` with the response of this request; it returns the response to send. Raises RuntimeError."""
    context: Any = current_context("request", "test_request_context")
    context.after_functions.append(function)
    return function


class Proxy(core_globals.Proxy):
    """Stands for a part of the current context that may be a dict, or any object of the program's own."""

    __slots__ = ()

    def _is_there(self) -> bool:
        """Return whether there is such an object now: an application may have no request."""
        return has_request_context() if self._part in ("request", "session") else has_app_context()

    def __getitem__(self, key: Any) -> Any:
        return self._get_current_object()[key]

    def __iter__(self) -> Iterator[Any]:
        return iter(self._get_current_object())

    def __eq__(self, other: object) -> bool:
        return bool(self._get_current_object() == other)

    def __hash__(self) -> int:
        return hash(self._get_current_object())

    def __setitem__(self, key: Any, value: Any) -> None:
        self._get_current_object()[key] = value

    def __delitem__(self, key: Any) -> None:
        del self._get_current_object()[key]

    def __len__(self) -> int:
        return len(self._get_current_object())

    def __or__(self, other: Any) -> Any:
        return self._get_current_object() | other

    def __ror__(self, other: Any) -> Any:
        return other | self._get_current_object()

    def __ior__(self, other: Any) -> Any:
        thing = self._get_current_object()
        thing |= other
        return self

    def __reversed__(self) -> Iterator[Any]:
        yield from reversed(self._get_current_object())

    def __call__(self, *arguments: Any, **keywords: Any) -> Any:
        """Call the object."""
        return self._get_current_object()(*arguments, **keywords)


class RequestProxy(Proxy):
    """Stands for the request. It has a short way, because programs use the request most."""

    __slots__ = ()

    def __getattribute__(self, name: str) -> Any:
        """Return an attribute of the request."""
        context = CURRENT.get(None)
        if context is None or name[:1] == "_":
            return Proxy.__getattribute__(self, name)
        return getattr(context.request, name)


# Proxies with the types of the public classes.
request: Request = RequestProxy("request")  # type: ignore[assignment]
g: Globals = Proxy("g")  # type: ignore[assignment]  # it does what that does
session: Session = Proxy("session")  # type: ignore[assignment]
current_app: Any = Proxy("app")
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
