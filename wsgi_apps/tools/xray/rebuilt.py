"""A request made again of environ: a server does not hand on the bytes, nor the order and the letter case of names."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote_from_bytes

from wsgi_apps.tools.course.manifest import Request

#: Where servers keep the target as it was sent: uWSGI, and gunicorn.
TARGETS = ("REQUEST_URI", "RAW_URI")
CHUNKED = "transfer-encoding"
OF_BODY = ("CONTENT_TYPE", "CONTENT_LENGTH")


def request_of(environ: dict[str, Any], body: bytes, head: bytes = b"") -> Request:
    """Return the request of an environ, with what was read of its body, and the lines of its head if they are known."""
    headers = headers_in(head) if head else headers_of(environ)
    chunked = any(name.lower() == CHUNKED for name, _ in headers)
    target = head.split(b" ", 2)[1].decode("latin-1") if head else target_of(environ)
    kept = tuple((name, as_text(value)) for name, value in headers if name.lower() != CHUNKED)
    return Request("", environ["REQUEST_METHOD"], target, kept, body, chunked, {}, {}, {}, {}, {})


def headers_in(head: bytes) -> list[tuple[str, str]]:
    """Return the headers of the bytes of a head."""
    lines = head.decode("latin-1").split("\r\n")[1:]
    return [(name, value.strip(" \t")) for name, colon, value in (line.partition(":") for line in lines) if colon]


def headers_of(environ: dict[str, Any]) -> list[tuple[str, str]]:
    """Return the headers of an environ."""
    keys = [key for key, value in environ.items() if key.startswith("HTTP_") or (key in OF_BODY and value)]
    return [(name_of(key), environ[key]) for key in keys]


def as_text(value: str) -> str:
    """Return a header as people read it; environ has the letters of its bytes."""
    return value.encode("latin-1", "replace").decode("utf-8", "replace")


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
