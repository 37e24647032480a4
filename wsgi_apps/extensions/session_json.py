"""JSON for sessions: a value whose type JSON does not have gets a tag, by which it is read back unchanged.

The tags are Flask's, so each of the two reads the cookies of the other. An object of one item whose name looks like a
tag gets a tag itself.
"""

from __future__ import annotations

import json
from base64 import b64decode, b64encode
from collections.abc import Callable
from datetime import datetime
from typing import Any
from uuid import UUID

from markupsafe import Markup

from wsgi_apps.extensions.dates import http_date, parse_date
from wsgi_apps.extensions.json_provider import default

#: The function that makes a value of the text, by tag.
TAGS: dict[str, Callable[[Any], Any]] = {
    " t": tuple,
    " b": b64decode,
    " m": Markup,
    " u": UUID,
    " d": parse_date,
    " di": lambda item: {name.removesuffix("__"): value for name, value in item.items()},
}


def tagged(value: Any) -> Any:
    """Return ``value`` with a tag for each part whose type JSON does not have."""
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
    """Return a dict for JSON, with a tag if it looks like a tagged value."""
    items = {str(name): tagged(item) for name, item in value.items()}
    if len(items) == 1 and next(iter(items)) in TAGS:
        return {" di": {f"{name}__": item for name, item in items.items()}}
    return items


def untagged(item: dict[str, Any]) -> Any:
    """Return the value of a JSON object: the tagged value, or else the dict."""
    if len(item) == 1:
        [(tag, value)] = item.items()
        if tag in TAGS:
            return TAGS[tag](value)
    return item


class TaggedJSON:
    """The serializer that itsdangerous uses for sessions."""

    @staticmethod
    def dumps(value: Any) -> str:
        """Return the JSON text of a value. Raises TypeError."""
        return json.dumps(tagged(value), separators=(",", ":"), default=default)

    @staticmethod
    def loads(text: str | bytes) -> Any:
        """Return the value of JSON text. Raises ValueError."""
        return json.loads(text, object_hook=untagged)
