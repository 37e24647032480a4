"""``abort`` with the exceptions of the current application, which may have more of them than HTTP."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NoReturn

from wsgi_apps import exceptions
from wsgi_apps.application.context import CURRENT
from wsgi_apps.exceptions import HTTPException, default_exceptions


class Aborter:
    """Raises the exception of a status code. ``mapping`` has the exceptions by their codes, ``extra`` more of them."""

    def __init__(
        self, mapping: Mapping[int, type[HTTPException]] | None = None, extra: Mapping[int, Any] | None = None
    ) -> None:
        self.mapping: dict[int, Any] = {**(default_exceptions if mapping is None else mapping), **(extra or {})}

    def __call__(self, code: Any, *arguments: Any, **keywords: Any) -> NoReturn:
        """Raise the exception of a ``code``, made with the arguments that follow; see ``exceptions.abort``.

        Raises LookupError for a code without an exception.
        """
        if not isinstance(code, int):
            exceptions.abort(code)
        if code not in self.mapping:
            raise LookupError(f"abort({code}) does not name an exception: use one of {sorted(self.mapping)}")
        raise self.mapping[code](*arguments, **keywords)


def abort(code: Any, *arguments: Any, **keywords: Any) -> NoReturn:
    """Raise the HTTP error of a status ``code`` by the ``aborter`` of the current application, if there is one."""
    context: Any = CURRENT.get(None)
    aborter = getattr(context and context.app, "aborter", exceptions.abort)
    aborter(code, *arguments, **keywords)
    raise AssertionError(f"the aborter {aborter!r} did not raise: let it raise an exception")
