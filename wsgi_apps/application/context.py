"""The context: what belongs to one request, and which context is the current one.

One ContextVar says which context is current, so threads and nested calls keep apart.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextvars import ContextVar, Token
from typing import TYPE_CHECKING, Any, Protocol, Self
from wsgiref.types import WSGIEnvironment

from wsgi_apps.exceptions import HTTPException
from wsgi_apps.messages.cached_property import cached_property
from wsgi_apps.messages.request import Request
from wsgi_apps.routing.rules import Rule

NO_CONTEXT = "There is no {what} here: it is there while a request is answered, or inside `with app.{method}(...):`."


class Globals:
    """``g``: the program's own attributes, kept for the length of one request."""

    if TYPE_CHECKING:  # any attribute can be set

        def __setattr__(self, name: str, value: Any) -> None: ...

    def get(self, name: str, default: Any = None) -> Any:
        """Return an attribute by its name, ``default`` if it is not set."""
        return self.__dict__.get(name, default)

    def pop(self, name: str, *default: Any) -> Any:
        """Return an attribute by its name and remove it. Raises KeyError unless a default is given."""
        return self.__dict__.pop(name, *default)

    def setdefault(self, name: str, default: Any = None) -> Any:
        """Return an attribute by its name, set to ``default`` first if it is not set."""
        return self.__dict__.setdefault(name, default)

    def __getattr__(self, name: str) -> Any:
        raise AttributeError(f"g.{name} is not set: set it in this request first, or read g.get({name!r})")

    def __contains__(self, name: object) -> bool:
        return name in self.__dict__

    def __iter__(self) -> Iterator[str]:
        return iter(self.__dict__)


class Application(Protocol):
    """What a context needs of its application."""

    config: Any
    request_class: Any
    app_ctx_globals_class: Any
    view_functions: dict[Any, Callable[..., Any]]

    def do_teardown(self, context: Any, error: BaseException | None) -> None:
        """Call what the program wants to be called at the end of a context."""


class Context:
    """One request to an ``app``, and what the router found for it. Its parts are made when you first look at them.

    It is the current context between ``push`` and ``pop``; as a context manager, inside the block.
    """

    #: Whether a request is being answered.
    has_request = True
    #: What the router found: the rule and the values of its variables, or the error.
    rule: Rule | None = None
    view_args: dict[str, Any] | None = None
    routing_exception: HTTPException | None = None

    def __init__(self, app: Application, environ: WSGIEnvironment) -> None:
        self.app = app
        self.environ = environ

    @cached_property
    def request(self) -> Request:
        """The request."""
        app = self.app
        values = self.environ, app.config, self.rule, self.view_args, self.routing_exception
        request: Request = app.request_class(*values)
        return request

    @cached_property
    def g(self) -> Any:
        """The program's own attributes."""
        return self.app.app_ctx_globals_class()

    @cached_property
    def tokens(self) -> list[Token[Context]]:
        """The ways back to what was the current context before this one."""
        return []

    def push(self) -> None:
        """Make this the current context."""
        self.tokens.append(CURRENT.set(self))

    def pop(self, error: BaseException | None = None) -> None:
        """Undo a ``push``. The last ``pop`` ends the context with the ``error`` that was not handled."""
        if len(self.tokens) == 1:
            self.app.do_teardown(self, error)
        CURRENT.reset(self.tokens.pop())

    def __enter__(self) -> Self:
        self.push()
        return self

    def __exit__(self, kind: object, error: BaseException | None, traceback: object) -> None:
        self.pop(error)


CURRENT: ContextVar[Context] = ContextVar("wsgi_apps.context")


def current_context(what: str = "application", method: str = "app_context") -> Context:
    """Return the current context. Raises RuntimeError, which says that ``what`` is missing, if there is none."""
    context = CURRENT.get(None)
    if context is None:
        raise RuntimeError(NO_CONTEXT.format(what=what, method=method))
    return context


def has_request_context() -> bool:
    """Return whether a request is being answered."""
    context = CURRENT.get(None)
    return context is not None and context.has_request


def has_app_context() -> bool:
    """Return whether there is a current application."""
    return CURRENT.get(None) is not None
