"""JSON for sessions: what JSON has no type for is tagged, so that it comes back as what it was.

The tags are those of Flask, so that both read each other's cookies. An object of one item whose name looks like a tag is
tagged itself.
"""

from __future__ import annotations

import json
from base64 import b64decode, b64encode
from collections.abc import Callable
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any
from uuid import UUID

from markupsafe import Markup

from wsgi_apps.extensions.dates import http_date
from wsgi_apps.extensions.json_provider import default

#: tag -> how its text becomes a value
TAGS: dict[str, Callable[[Any], Any]] = {
    " t": tuple,
    " b": b64decode,
    " m": Markup,
    " u": UUID,
    " d": lambda text: parsedate_to_datetime(text).astimezone(UTC),
    " di": lambda item: {name.removesuffix("__"): value for name, value in item.items()},
}


def tagged(value: Any) -> Any:
    """Return ``value`` with tags for what JSON has no type for."""
    if isinstance(value, dict):
        return tagged_dict(value)
    if isinstance(value, tuple):
        return {" t": [tagged(item) for item in value]}
    if isinstance(value, list):
        return [tagged(item) for item in value]
    if isinstance(value, bytes):
        return {" b": b64encode(value).decode("ascii")}
    if hasattr(value, "__html__"):
        return {" m": str(value.__html__())}
    if isinstance(value, datetime):
        return {" d": http_date(value)}
    if isinstance(value, UUID):
        return {" u": value.hex}
    return value


def tagged_dict(value: dict[Any, Any]) -> dict[str, Any]:
    """Return a dict for JSON, tagged if it could be taken for a tag."""
    items = {str(name): tagged(item) for name, item in value.items()}
    if len(items) == 1 and next(iter(items)).removesuffix("__") in TAGS:
        return {" di": {f"{name}__": item for name, item in items.items()}}
    return items


def untagged(item: dict[str, Any]) -> Any:
    """Return what an object of JSON stands for."""
    if len(item) == 1:
        [(tag, value)] = item.items()
        if tag in TAGS:
            return TAGS[tag](value)
    return item


class TaggedJSON:
    """What itsdangerous writes a session with."""

    @staticmethod
    def dumps(value: Any) -> str:
        """Return the JSON (str) of a value. Raises TypeError."""
        return json.dumps(tagged(value), separators=(",", ":"), default=default)

    @staticmethod
    def loads(text: str | bytes) -> Any:
        """Return the value of JSON text. Raises ValueError."""
        return json.loads(text, object_hook=untagged)
