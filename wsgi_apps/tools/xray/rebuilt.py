"""A request made again of environ: a server does not hand on the bytes, nor the order and the letter case of names."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote_from_bytes

from wsgi_apps.tools.course.manifest import Request

#: Where servers keep the target as it was sent: uWSGI, and gunicorn.
TARGETS = ("REQUEST_URI", "RAW_URI")
OF_BODY = ("CONTENT_TYPE", "CONTENT_LENGTH")


def request_of(environ: dict[str, Any], body: bytes) -> Request:
    """Return the request of an environ, with what was read of its body."""
    chunked = "HTTP_TRANSFER_ENCODING" in environ
    headers = tuple(
        (name_of(key), value.encode("latin-1", "replace").decode("utf-8", "replace"))
        for key, value in environ.items()
        if (key.startswith("HTTP_") or (key in OF_BODY and value)) and key != "HTTP_TRANSFER_ENCODING"
    )
    return Request("", environ["REQUEST_METHOD"], target_of(environ), headers, body, chunked, {}, {}, {}, {}, {})


def name_of(key: str) -> str:
    """Return the usual spelling of a header, by its key in environ."""
    return key.removeprefix("HTTP_").replace("_", "-").title()


def target_of(environ: dict[str, Any]) -> str:
    """Return path and query as they were sent, or as they may have been."""
    for key in TARGETS:
        target = environ.get(key, "")
        if target.startswith("/") and target.isascii() and target.isprintable():
            return str(target)
    path = (environ.get("SCRIPT_NAME", "") + environ.get("PATH_INFO", "")).encode("latin-1", "replace")
    query = environ.get("QUERY_STRING", "")
    return quote_from_bytes(path, safe="/:@!$&'()*+,;=~") + (f"?{query}" if query else "")


def is_whole(environ: dict[str, Any], read: int) -> bool:
    """Return whether so many bytes are the whole body."""
    length = environ.get("CONTENT_LENGTH") or "0"
    return length.isdecimal() and int(length) <= read
