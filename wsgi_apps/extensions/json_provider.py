"""JSON of responses: Python values, also of types that JSON does not have, become JSON text."""

from __future__ import annotations

import json
from datetime import date
from typing import IO, Any

from wsgi_apps.application.return_values import json_value
from wsgi_apps.extensions.dates import http_date


def default(value: Any) -> Any:
    """Return a JSON value in place of a value whose type JSON does not have. Raises TypeError for other types.

    A date is written as HTTP writes it, a Decimal and a UUID as str, a dataclass as an object, and a value with
    ``__html__`` as that text.
    """
    from dataclasses import asdict, is_dataclass  # a program that has such a value has imported these already
    from decimal import Decimal
    from uuid import UUID

    if isinstance(value, date):
        return http_date(value)
    if isinstance(value, (Decimal, UUID)):
        return str(value)
    if is_dataclass(value) and not isinstance(value, type):
        return asdict(value)
    if hasattr(value, "__html__"):
        return str(value.__html__())
    raise TypeError(f"{value!r} of type {type(value).__name__} is not a JSON value: turn it into a str or a dict")


class JSONProvider:
    r"""The JSON of an application, which you may set before the first response.

    ``ensure_ascii`` writes ``\uXXXX`` for characters outside ASCII. ``sort_keys`` sorts the keys of objects.
    ``compact`` leaves out spaces and line breaks; None does so unless the application is in debug mode.
    """

    default = staticmethod(default)
    ensure_ascii = True
    sort_keys = True
    compact: bool | None = None
    mimetype = "application/json"

    def __init__(self, app: Any) -> None:
        self.app = app

    def text(self, value: Any) -> str:
        """Return ``value`` as the JSON of a response. Raises TypeError and ValueError for what JSON does not have."""
        compact = not self.app.config["DEBUG"] if self.compact is None else self.compact
        if not compact:
            return self.dumps(value, indent=2)
        if type(self).dumps is not JSONProvider.dumps:
            return self.dumps(value, separators=(",", ":"))
        text: str = self.app.encode_json(value, self.default, self.ensure_ascii, self.sort_keys)
        return text

    def dumps(self, value: Any, **options: Any) -> str:
        """Return ``value`` as JSON; ``options`` are those of ``json.dumps``. Raises TypeError and ValueError."""
        settings = {"default": self.default, "ensure_ascii": self.ensure_ascii, "sort_keys": self.sort_keys}
        return json.dumps(value, **{**settings, **options})

    def loads(self, text: str | bytes, **options: Any) -> Any:
        """Return the value of JSON text. Raises ValueError."""
        return json.loads(text, **options)

    def dump(self, value: Any, file: IO[str], **options: Any) -> None:
        """Write ``value`` as JSON to a text file."""
        file.write(self.dumps(value, **options))

    def load(self, file: IO[Any], **options: Any) -> Any:
        """Return the value of the JSON in a file. Raises ValueError."""
        return self.loads(file.read(), **options)

    def response(self, *values: Any, **items: Any) -> Any:
        """Return the response that holds one value, a list of several, or an object of named ``items``."""
        return self.app.response_class(f"{self.text(json_value(values, items))}\n", mimetype=self.mimetype)


#: Flask's name for a provider that does all this; its JSONProvider leaves ``dumps`` and ``loads`` open.
DefaultJSONProvider = JSONProvider
