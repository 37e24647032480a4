"""The context: what belongs to the request that is being answered, and the names that lead to it.

``request``, ``session``, ``g`` and ``current_app`` are proxies: importable names that stand for whatever the current
context holds. One ContextVar says which that is, so threads and nested calls keep apart.
"""

from __future__ import annotations

import operator
from collections.abc import Callable
from contextvars import ContextVar, Token
from functools import partial
from typing import TYPE_CHECKING, Any, ClassVar
from wsgiref.types import WSGIEnvironment

from wsgi_apps.exceptions import HTTPException
from wsgi_apps.extensions.request import Request
from wsgi_apps.messages.cached_property import lazy
from wsgi_apps.messages.response_body import call_quietly

if TYPE_CHECKING:
    from wsgi_apps.extensions.sessions import Session
    from wsgi_apps.flask_api import App
    from wsgi_apps.routing.rules import Rule

OUTSIDE = "There is no {what} here: it is there while a request is answered, or inside `with app.{method}(...):`."

OF_A_REQUEST = {"environ", "rule", "values", "error", "request", "opened", "session", "flashes", "after", "has_session"}

KEEP = "wsgi_apps.keep"  # the key of environ under which the test client asks for the contexts that it comes to


class Globals:
    """``g``: attributes of the program's own, kept for the length of one request."""

    if TYPE_CHECKING:  # any attribute can be set

        def __setattr__(self, name: str, value: Any) -> None: ...

    def get(self, name: str, default: Any = None) -> Any:
        """Return an attribute by its name (str), ``default`` if it is not set."""
        return self.__dict__.get(name, default)

    def pop(self, name: str, *default: Any) -> Any:
        """Return an attribute by its name (str) and take it out. Raises KeyError unless a default is given."""
        return self.__dict__.pop(name, *default)

    def setdefault(self, name: str, default: Any = None) -> Any:
        """Return an attribute by its name (str), set to ``default`` first if it is not set."""
        return self.__dict__.setdefault(name, default)

    def __getattr__(self, name: str) -> Any:
        raise AttributeError(f"g.{name} is not set: set it in this request first, or read g.get({name!r})")

    def __contains__(self, name: object) -> bool:
        return name in self.__dict__

    def __iter__(self) -> Any:
        return iter(self.__dict__)


class Context:
    """One request to an ``app``. Its parts are made when they are first looked at.

    It is the current context between ``push`` and ``pop``; as a context manager, inside.
    """

    __slots__ = ("__dict__", "app", "environ", "error", "rule", "seen", "touched", "values")

    def __init__(self, app: App, environ: WSGIEnvironment | None = None) -> None:
        self.app = app
        self.environ = environ
        #: What the router found: the rule and its values, or the error.
        self.rule: Rule | None = None
        self.values: dict[str, Any] | None = None
        self.error: HTTPException | None = None
        #: Whether something was done here that only a Response can carry.
        self.touched = False
        #: The request, once it was looked at.
        self.seen: Request | None = None

    @lazy
    def request(self) -> Request:
        """The request (Request). Raises RuntimeError if there is none."""
        app, environ = self.app, self.environ
        if environ is None:
            raise RuntimeError(OUTSIDE.format(what="request", method="test_request_context"))
        self.seen = request = app.request_class(environ, app.config, self.rule, self.values, self.error)
        return request

    @lazy
    def g(self) -> Globals:
        """The program's own attributes (Globals)."""
        return self.app.app_ctx_globals_class()

    @lazy
    def opened(self) -> Session:
        """The session (Session) as the interface has opened it. Raises RuntimeError if there is no request."""
        interface = self.app.session_interface
        session: Session | None = interface.open_session(self.app, self.request)
        return interface.make_null_session(self.app) if session is None else session

    @lazy
    def session(self) -> Session:
        """The session (Session), which counts as looked at from now on. Raises RuntimeError if there is no request."""
        self.touched = self.opened.accessed = True
        return self.opened

    @lazy
    def flashes(self) -> list[tuple[str, str]]:
        """The messages (list of pairs of category and text) that this request takes out of the session."""
        return self.session.pop("_flashes") if "_flashes" in self.session else []

    @lazy
    def after(self) -> list[Any]:
        """The functions that ``after_this_request`` was given (list)."""
        self.touched = True
        return []

    def has_session(self) -> bool:
        """Return whether a session was looked at, or came with the request and is to be kept alive (bool)."""
        if "opened" in self.__dict__:
            return True
        config = self.app.config
        known = bool(config["SECRET_KEY"]) and config["SESSION_COOKIE_NAME"] in self.request.cookies
        return known and bool(config["SESSION_REFRESH_EACH_REQUEST"])

    @lazy
    def tokens(self) -> list[Token[Context]]:
        """The ways back to what was the current context before this one (list of Token)."""
        return []

    def push(self) -> None:
        """Make this the current context."""
        self.tokens.append(CURRENT.set(self))

    def pop(self, error: BaseException | None = None) -> None:
        """Undo a ``push``; the last time, close the context with the ``error`` that was not handled."""
        if len(self.tokens) == 1:
            self.close(error)
        CURRENT.reset(self.tokens.pop())

    def __enter__(self) -> Context:
        self.push()
        return self

    def __exit__(self, kind: object, error: BaseException | None, traceback: object) -> None:
        self.pop(error)

    @property
    def hooks(self) -> list[Callable[[BaseException | None], object]]:
        """The program's functions for the end, the last one to be called first (list)."""
        return [*self.app.teardown_appcontext_functions, *self.app.teardown_request_functions]

    def close(self, error: BaseException | None = None) -> None:
        """Call all the hooks, whatever one does, with the ``error`` that was not handled, and close files."""
        calls: list[Callable[[], object]] = [partial(hook, error) for hook in reversed(self.hooks)]
        if self.seen is not None and self.seen.has_uploads:
            calls.append(self.seen.close)
        if self.environ is not None and KEEP in self.environ:
            calls.append(partial(self.environ[KEEP], self))
        call_quietly(calls, self.app.report)


class AppContext(Context):
    """An ``app`` without a request of its own: what belongs to one is that of the context around this, if any."""

    @property
    def hooks(self) -> list[Callable[[BaseException | None], object]]:
        """The program's functions for the end of a context, the last one to be called first (list)."""
        return self.app.teardown_appcontext_functions

    def __getattribute__(self, name: str) -> Any:
        if name in OF_A_REQUEST and self.tokens and isinstance(around := self.tokens[0].old_value, Context):
            return getattr(around, name)
        return super().__getattribute__(name)


CURRENT: ContextVar[Context] = ContextVar("wsgi_apps.application.context")


def current_context(what: str = "application", method: str = "app_context") -> Context:
    """Return the current context. Raises RuntimeError, naming ``what`` (str) is missing, if there is none."""
    context = CURRENT.get(None)
    if context is None:
        raise RuntimeError(OUTSIDE.format(what=what, method=method))
    return context


def after_this_request(function: Callable[[Any], Any]) -> Callable[[Any], Any]:
    """Call ``function`` with the response of this request; it returns the response to send. Raises RuntimeError."""
    if not has_request_context():
        raise RuntimeError(OUTSIDE.format(what="request", method="test_request_context"))
    CURRENT.get().after.append(function)
    return function


def has_request_context() -> bool:
    """Return whether a request is being answered (bool)."""
    context = CURRENT.get(None)
    return context is not None and context.environ is not None


def has_app_context() -> bool:
    """Return whether there is a current application (bool)."""
    return CURRENT.get(None) is not None


class Operators:
    """What Python asks of an object's class and not of the object: each operator, handed on to ``current()``."""

    __slots__ = ()
    current: ClassVar[Callable[[], Any]]
    is_there: ClassVar[Callable[[], bool]]

    def __bool__(self) -> bool:
        return type(self).is_there() and bool(type(self).current())

    def __repr__(self) -> str:
        return repr(type(self).current()) if type(self).is_there() else "<nothing here>"

    def __ior__(self, other: Any) -> Any:
        thing = type(self).current()
        thing |= other
        return self


def handed_on(function: Callable[..., Any]) -> Callable[..., Any]:
    """Return the method that does what ``function`` does, to what the proxy stands for."""
    return lambda stand_in, *arguments: function(type(stand_in).current(), *arguments)


OPERATORS: dict[str, Callable[..., Any]] = {
    "__setattr__":  setattr,
    "__delattr__":  delattr,
    "__getitem__":  operator.getitem,
    "__setitem__":  operator.setitem,
    "__delitem__":  operator.delitem,
    "__contains__": operator.contains,
    "__iter__":     iter,
    "__len__":      len,
    "__eq__":       operator.eq,
    "__hash__":     hash,
    "__or__":       operator.or_,
    "__ror__":      lambda thing, other: other | thing,
    "__reversed__": reversed,
    "__call__":     operator.call,
}  # fmt: skip
for _name, _function in OPERATORS.items():
    setattr(Operators, _name, handed_on(_function))


def proxy(part: str) -> Any:
    """Return an object that stands for a ``part`` (str) of the current context: what is done to it, is done to that.

    Every attribute is looked up there, ``__class__`` too, so that ``isinstance`` sees what it stands for.
    """
    find = operator.attrgetter(part)

    class Proxy(Operators):
        __slots__ = ()
        is_there = staticmethod(has_request_context if part in OF_A_REQUEST else has_app_context)

        @staticmethod
        def current() -> Any:
            return find(CURRENT.get(None) or current_context(part, "test_request_context"))

        def __getattribute__(self, name: str) -> Any:
            try:
                thing = find(CURRENT.get(None) or current_context(part, "test_request_context"))
            except RuntimeError:
                if name.startswith("__") and not type(self).is_there():  # what Python asks of any object
                    return object.__getattribute__(self, name)
                raise
            return type(self).current if name == "_get_current_object" else getattr(thing, name)

    return Proxy()


request: Request = proxy("request")
g: Globals = proxy("g")
session: Session = proxy("session")
current_app: App = proxy("app")
