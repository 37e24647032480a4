"""The head of a request (RFC 9112), made the keys of environ that PEP 3333 asks for. Nothing is invented."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from typing import IO, Any
from urllib.parse import unquote

from wsgi_apps.messages.headers import key_of

#: The beginning of a whole URL, with its host (RFC 9112, 3.2.2).
ABSOLUTE = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*://([^/?#]*)")
FOLD = re.compile(r"[ \t]*\r?\n[ \t]+")  # a line break inside a value (RFC 9112, 5.2)
CONTINUE = b"HTTP/1.1 100 Continue\r\n\r\n"


def complaint_of(target: str) -> str:
    """Return a sentence about the error in a request target; empty if it is right."""
    if not (target.startswith("/") or target == "*" or ABSOLUTE.match(target)):  # RFC 9112, 3.2
        return "The request target is neither a path nor a URL"
    return ""


def target_keys(target: str) -> dict[str, str]:
    """Return the keys for a request target: a path with its query, or a whole URL, whose host goes before the header.

    REQUEST_URI and RAW_URI are the target as it was sent, as uWSGI and gunicorn call it.
    """
    found = ABSOLUTE.match(target)
    rest = target[found.end() :] if found else target
    path, _, query = rest.partition("?")
    if found and not path:
        path = "/"
    keys = {"PATH_INFO": unquote(path, "latin-1"), "QUERY_STRING": query, "REQUEST_URI": target, "RAW_URI": target}
    return {**keys, "HTTP_HOST": found[1]} if found else keys


def header_keys(headers: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Return the keys for the headers, one for each name; the values of a repeated one are joined (RFC 9110, 5.3).

    A name with an underscore is left out: it would be the key of another header, which a client could forge so
    (CVE-2015-0219).
    """
    keys: dict[str, str] = {}
    for name, text in headers:
        if "_" not in name:
            key, value = key_of(name), FOLD.sub(" ", text).strip(" \t")
            between = "; " if key == "HTTP_COOKIE" else ", "
            keys[key] = f"{keys[key]}{between}{value}" if key in keys else value
    return keys


def expects_continue(keys: dict[str, str], version: str) -> bool:
    """Return whether the client waits for 100 before it sends the body (RFC 9110, 10.1.1)."""
    words = keys.get("HTTP_EXPECT", "").lower().split(",")
    return version >= "HTTP/1.1" and "100-continue" in map(str.strip, words)


class AwaitedInput:
    """A binary file for ``wsgi.input`` that calls ``send`` with 100 Continue before it is first read.

    If the application answers without reading, as it does to a body that is too large, the client sends none.
    """

    def __init__(self, file: IO[bytes], send: Callable[[bytes], object]) -> None:
        self.file, self.send = file, send
        self.is_awaited = True

    def __getattr__(self, name: str) -> Any:
        """Return a method of the file: ``read``, ``readline`` or ``readlines``."""
        if self.is_awaited:
            self.is_awaited = False
            self.send(CONTINUE)
        return getattr(self.file, name)

    def __iter__(self) -> Iterator[bytes]:
        return iter(self.readline, b"")
