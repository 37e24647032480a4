"""The context: what belongs to one request, and which context is the current one.

One ContextVar says which context is current, so threads and nested calls keep apart.
"""

from contextvars import ContextVar
from typing import TYPE_CHECKING, Any
from wsgiref.types import WSGIEnvironment

from wsgi_apps.exceptions import HTTPException
from wsgi_apps.messages.cached_property import cached_property
from wsgi_apps.messages.request import Request
from wsgi_apps.routing.rules import Rule

NO_CONTEXT = "There is no {what} here: use it while a request is answered, or inside `with app.{method}(...):`."


class Globals:
    """``g``: the program's own attributes, kept for the length of one request."""

    if TYPE_CHECKING:  # any attribute can be set

        def __setattr__(self, name: str, value: Any) -> None: ...

    def get(self, name: str, default: Any = None) -> Any:
        """Return an attribute by its name, ``default`` if it is not set."""
        return self.__dict__.get(name, default)

    def __getattr__(self, name: str) -> Any:
        raise AttributeError(f"g.{name} is not set: set it in this request first, or read g.get({name!r})")

    def __contains__(self, name: object) -> bool:
        return name in self.__dict__


class Context:
    """One request to an ``app``, and what the router found for it. Its parts are made when you first look at them."""

    #: What the router found: the rule and the values of its variables, or the error.
    rule: Rule | None = None
    view_args: dict[str, Any] | None = None
    routing_exception: HTTPException | None = None

    def __init__(self, app: Any, environ: WSGIEnvironment) -> None:
        self.app = app
        self.environ = environ

    @cached_property
    def request(self) -> Request:
        """The request."""
        return self.app.make_request(self)  # type: ignore[no-any-return]

    @cached_property
    def g(self) -> Any:
        """The program's own attributes."""
        return self.app.app_ctx_globals_class()


CURRENT: ContextVar[Context] = ContextVar("wsgi_apps.context")


def current_context(what: str = "application", method: str = "app_context") -> Context:
    """Return the current context. Raises RuntimeError, with ``what`` in its message, outside a context."""
    context = CURRENT.get(None)
    if context is None:
        raise RuntimeError(NO_CONTEXT.format(what=what, method=method))
    return context
