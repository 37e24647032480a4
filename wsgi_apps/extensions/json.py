"""JSON as the current application writes it. Outside an application, dates and the like are written all the same."""

from __future__ import annotations

import json
from typing import IO, Any

from wsgi_apps.application.context import CURRENT
from wsgi_apps.application.globals import jsonify
from wsgi_apps.extensions import json_provider as provider

__all__ = ["dump", "dumps", "jsonify", "load", "loads", "provider"]


def dumps(obj: Any, **kwargs: Any) -> str:
    """Return a value as JSON; the keywords are those of ``json.dumps``. Raises TypeError and ValueError."""
    context: Any = CURRENT.get(None)
    if context is None:
        return json.dumps(obj, **{"default": provider.default, **kwargs})
    text: str = context.app.json.dumps(obj, **kwargs)
    return text


def dump(obj: Any, fp: IO[str], **kwargs: Any) -> None:
    """Write a value as JSON to a text file."""
    fp.write(dumps(obj, **kwargs))


def loads(s: str | bytes, **kwargs: Any) -> Any:
    """Return the value of JSON text. Raises ValueError."""
    context: Any = CURRENT.get(None)
    return json.loads(s, **kwargs) if context is None else context.app.json.loads(s, **kwargs)


def load(fp: IO[Any], **kwargs: Any) -> Any:
    """Return the value of the JSON in a file. Raises ValueError."""
    return loads(fp.read(), **kwargs)
