"""JSON going out: Python values to JSON text, with the types that JSON does not have."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date, datetime
from json.encoder import encode_basestring, encode_basestring_ascii
from typing import Any

from wsgi_apps.extensions.cookies import http_date
from wsgi_apps.extensions.response import Response
from wsgi_apps.messages.cached_property import lazy


def default(value: Any) -> Any:
    """Return what stands in JSON for a ``value`` that JSON has no type for. Raises TypeError if nothing does.

    A date is written as HTTP writes it, a Decimal and a UUID as str, a dataclass as an object, and what has
    ``__html__`` as that text.
    """
    from dataclasses import asdict, is_dataclass  # whoever has such a value has imported these already
    from decimal import Decimal
    from uuid import UUID

    if isinstance(value, date):
        return http_date(value if isinstance(value, datetime) else datetime(value.year, value.month, value.day))
    if isinstance(value, (Decimal, UUID)):
        return str(value)
    if is_dataclass(value) and not isinstance(value, type):
        return asdict(value)
    if hasattr(value, "__html__"):
        return str(value.__html__())
    raise TypeError(f"{value!r} of type {type(value).__name__} is nothing that JSON has: turn it into a str or a dict")


c_make_encoder: Any = getattr(json.encoder, "c_make_encoder", None)


def kept(encoder: json.JSONEncoder) -> Callable[[Any], str]:
    """Return the function that writes values as ``encoder`` does, which indents nothing.

    ``JSONEncoder`` makes an encoder in C for every value; one that is kept takes half the time. Where there is none in C
    (PyPy), it is left to ``JSONEncoder``.
    """
    if c_make_encoder is None:
        return encoder.encode
    text = encode_basestring_ascii if encoder.ensure_ascii else encode_basestring
    encode = c_make_encoder(None, encoder.default, text, None, ":", ",", encoder.sort_keys, False, True)
    return lambda value: "".join(encode(value, 0))


class JSONProvider:
    r"""The JSON of an application. Its attributes may be set before the first answer.

    ``ensure_ascii`` (bool) writes ``\uXXXX`` for all that is not ASCII; ``sort_keys`` (bool) sorts the keys of objects;
    ``compact`` (bool) leaves out spaces and lines, None: unless the application is in debug mode.
    """

    default = staticmethod(default)
    ensure_ascii = True
    sort_keys = True
    compact: bool | None = None
    mimetype = "application/json"

    def __init__(self, app: Any) -> None:
        self.app = app

    def __setattr__(self, name: str, value: Any) -> None:
        """Set an attribute, and forget the encoders that were made without it."""
        self.__dict__.pop("encoders", None)
        super().__setattr__(name, value)

    @property
    def settings(self) -> dict[str, Any]:
        """What all encoders have in common (dict of arguments of ``json.JSONEncoder``)."""
        return {"default": self.default, "ensure_ascii": self.ensure_ascii, "sort_keys": self.sort_keys}

    @lazy
    def encoders(self) -> dict[bool, Callable[[Any], str]]:
        """How values become text, indented (False) or compact (True); made once. A class may have ``dumps`` of its own."""
        if type(self).dumps is not JSONProvider.dumps:
            return {True: self.dumps, False: self.dumps}
        compact = json.JSONEncoder(**self.settings, separators=(",", ":"))
        return {True: kept(compact), False: json.JSONEncoder(**self.settings, indent=2).encode}

    def text(self, value: Any) -> str:
        """Return ``value`` as the JSON (str) of an answer. Raises TypeError and ValueError for what is no JSON."""
        compact = not self.app.config["DEBUG"] if self.compact is None else self.compact
        return self.encoders[compact](value)

    def dumps(self, value: Any, **options: Any) -> str:
        """Return ``value`` as JSON (str); ``options`` are those of ``json.dumps``. Raises TypeError, ValueError."""
        return json.dumps(value, **{**self.settings, **options})

    def loads(self, text: str | bytes, **options: Any) -> Any:
        """Return the value of JSON text (str or bytes). Raises ValueError."""
        return json.loads(text, **options)

    def response(self, *values: Any, **items: Any) -> Response:
        """Return the answer that holds one value, a list of several, or an object of named ``items``."""
        if values and items:
            raise TypeError("jsonify takes values or named items, not both: write jsonify({...})")
        value = items or (values[0] if len(values) == 1 else list(values) or None)
        answer: Response = self.app.response_class(f"{self.text(value)}\n", mimetype=self.mimetype)
        return answer
