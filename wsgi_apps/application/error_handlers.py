"""Error handlers: which function of the program answers an exception."""

from collections.abc import Callable
from typing import Any

from wsgi_apps.exceptions import HTTPException, default_exceptions

Handler = Callable[[Any], Any]


class ErrorHandlers:
    """Functions by the status code and the class of the exceptions that they answer."""

    def __init__(self) -> None:
        self.by_code: dict[int | None, dict[type[Exception], Handler]] = {}

    def add(self, code_or_class: int | type[Exception], handler: Handler) -> None:
        """Let ``handler`` answer a status code, or an exception class and the classes derived from it.

        Raises ValueError for a number that is not the code of an HTTP error, TypeError for any other object.
        """
        code, kind = code_and_class(code_or_class)
        self.by_code.setdefault(code, {})[kind] = handler

    def find(self, error: Exception) -> Handler | None:
        """Return the handler of an ``error``: by its code first, then by its class, the nearest class first."""
        for code in (error.code, None) if isinstance(error, HTTPException) else (None,):
            handlers = self.by_code.get(code)
            for kind in type(error).__mro__ if handlers else ():
                if kind in handlers:  # type: ignore[operator]
                    return handlers[kind]  # type: ignore[index]
        return None


def code_and_class(code_or_class: int | type[Exception]) -> tuple[int | None, type[Exception]]:
    """Return the status code, None for an exception that is not an HTTP error, and the class of a handler."""
    if isinstance(code_or_class, int):
        if code_or_class not in default_exceptions:
            advice = f"write one of {sorted(default_exceptions)}, or a class"
            raise ValueError(f"{code_or_class} is not an HTTP error: {advice}")
        return code_or_class, default_exceptions[code_or_class]
    if not (isinstance(code_or_class, type) and issubclass(code_or_class, Exception)):
        raise TypeError(f"{code_or_class!r} is not an exception class: write a status code or an exception class")
    return code_or_class.code if issubclass(code_or_class, HTTPException) else None, code_or_class
