"""The names that a program imports and that stand for the request at hand.

``request``, ``g`` and ``current_app`` are proxies. The functions ask the current application.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from wsgi_apps.application.context import CURRENT, Globals, current_context, has_app_context, has_request_context
from wsgi_apps.application.return_values import redirection
from wsgi_apps.messages.request import Request
from wsgi_apps.messages.response import Response

#: The parts of a context that only a request has.
OF_A_REQUEST = {"request", "session"}


class Proxy:
    """Stands for a part of the current context: every operation is passed on to it."""

    __slots__ = ("_part",)
    _part: str

    def __init__(self, part: str) -> None:
        object.__setattr__(self, "_part", part)

    def _get_current_object(self) -> Any:
        """Return the object that the proxy stands for. Raises RuntimeError outside a context."""
        part = object.__getattribute__(self, "_part")
        return getattr(CURRENT.get(None) or current_context(part, "test_request_context"), part)

    def _is_there(self) -> bool:
        """Return whether the proxy stands for an object now."""
        return has_request_context() if object.__getattribute__(self, "_part") in OF_A_REQUEST else has_app_context()

    def __getattribute__(self, name: str) -> Any:
        """Return an attribute of the object. ``isinstance`` sees the object's class, since ``__class__`` is one too."""
        own = object.__getattribute__
        if name in ("_get_current_object", "_is_there"):
            return own(self, name)
        if name.startswith("__") and not own(self, "_is_there")():  # what Python asks of any object
            return own(self, name)
        return getattr(own(self, "_get_current_object")(), name)

    def __setattr__(self, name: str, value: Any) -> None:
        setattr(self._get_current_object(), name, value)

    def __delattr__(self, name: str) -> None:
        delattr(self._get_current_object(), name)

    def __getitem__(self, key: Any) -> Any:
        return self._get_current_object()[key]

    def __setitem__(self, key: Any, value: Any) -> None:
        self._get_current_object()[key] = value

    def __delitem__(self, key: Any) -> None:
        del self._get_current_object()[key]

    def __contains__(self, item: object) -> bool:
        return item in self._get_current_object()

    def __iter__(self) -> Iterator[Any]:
        return iter(self._get_current_object())

    def __len__(self) -> int:
        return len(self._get_current_object())

    def __bool__(self) -> bool:
        return self._is_there() and bool(self._get_current_object())

    def __eq__(self, other: object) -> bool:
        return bool(self._get_current_object() == other)

    def __hash__(self) -> int:
        return hash(self._get_current_object())

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

    def __repr__(self) -> str:
        return repr(self._get_current_object()) if self._is_there() else "<nothing here>"


request: Request = Proxy("request")  # type: ignore[assignment]  # it behaves as the request does
g: Globals = Proxy("g")  # type: ignore[assignment]
current_app: Any = Proxy("app")


def url_for(endpoint: str, **values: Any) -> str:
    """Return the URL of an ``endpoint``, with ``values`` for its variables; the other values are the query.

    Raises ``url_building.BuildError``.
    """
    url: str = current_context().app.url_for(endpoint, **values)  # type: ignore[attr-defined]
    return url


def jsonify(*values: Any, **items: Any) -> Response:
    """Return the response with the JSON of one value, of a list of several, or of an object of named ``items``."""
    response: Response = current_context().app.json_response(*values, **items)  # type: ignore[attr-defined]
    return response


def make_response(*parts: Any) -> Response:
    """Return the response that a view gives by returning ``parts``; you can change it before you return it."""
    app: Any = current_context().app
    response: Response = app.make_response(
        app.response_class() if not parts else parts[0] if len(parts) == 1 else parts
    )
    return response


def redirect(location: str, code: int = 302, Response: Any = Response) -> Any:  # noqa: N803 (Flask's name)
    """Return the response that sends the client to another ``location``; see ``return_values.redirection``.

    While a request is answered, the application makes it, by its own ``redirect``; elsewhere the class ``Response``.
    """
    context: Any = CURRENT.get(None)
    return redirection(location, code, Response) if context is None else context.app.redirect(location, code)
