"""The names that a program imports and that stand for the request at hand.

``request``, ``g`` and ``current_app`` are proxies. The functions ask the current application.
"""

from typing import Any

from wsgi_apps.application.context import CURRENT, Globals, current_context
from wsgi_apps.application.return_values import redirection
from wsgi_apps.messages.request import Request
from wsgi_apps.messages.response import Response

#: The attributes of a proxy itself.
OWN = {"_part", "_get_current_object", "_is_there"}


class Proxy:
    """Stands for a part of the current context: every operation is passed on to it."""

    __slots__ = ("_part",)
    _part: str

    def __init__(self, part: str) -> None:
        object.__setattr__(self, "_part", part)

    def _get_current_object(self) -> Any:
        """Return the object that the proxy stands for. Raises RuntimeError outside a context."""
        return getattr(CURRENT.get(None) or current_context(self._part, "test_request_context"), self._part)

    def _is_there(self) -> bool:
        """Return whether there is such an object now."""
        return CURRENT.get(None) is not None

    def __getattribute__(self, name: str) -> Any:
        """Return an attribute of the object, ``__class__`` too: ``isinstance`` sees what the proxy stands for."""
        own = object.__getattribute__
        if name in OWN or (name[:2] == "__" and not own(self, "_is_there")()):  # the latter: what Python asks of any
            return own(self, name)
        part = own(self, "_part")
        return getattr(getattr(CURRENT.get(None) or current_context(part, "test_request_context"), part), name)

    def __setattr__(self, name: str, value: Any) -> None:
        setattr(self._get_current_object(), name, value)

    def __delattr__(self, name: str) -> None:
        delattr(self._get_current_object(), name)

    def __contains__(self, item: object) -> bool:
        return item in self._get_current_object()

    def __bool__(self) -> bool:
        return self._is_there() and bool(self._get_current_object())

    def __repr__(self) -> str:
        return repr(self._get_current_object()) if self._is_there() else "<nothing here>"


request: Request = Proxy("request")  # type: ignore[assignment]  # it behaves as the request does
g: Globals = Proxy("g")  # type: ignore[assignment]
current_app: Any = Proxy("app")


def url_for(endpoint: str, **values: Any) -> str:
    """Return the URL of an ``endpoint``, with ``values`` for its variables; the other values are the query.

    Raises ``url_building.BuildError``.
    """
    return str(current_context().app.url_for(endpoint, **values))


def jsonify(*values: Any, **items: Any) -> Response:
    """Return the response with the JSON of one value, of a list of several, or of an object of named ``items``."""
    return current_context().app.json_response(*values, **items)  # type: ignore[no-any-return]


def make_response(*parts: Any) -> Response:
    """Return the response that a view gives by returning ``parts``; you can change it before you return it."""
    app = current_context().app
    result = app.response_class() if not parts else parts[0] if len(parts) == 1 else parts
    return app.make_response(result)  # type: ignore[no-any-return]


def redirect(location: str, code: int = 302) -> Response:
    """Return the response that sends the client to another ``location``; see ``return_values.redirection``."""
    return redirection(location, code, current_context().app.response_class)
