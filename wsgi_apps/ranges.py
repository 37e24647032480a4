"""Conditional and range requests: whether a client needs a file, and which part of it (RFC 9110, 13 and 14)."""

from __future__ import annotations

import re
from email.utils import parsedate_to_datetime
from wsgiref.types import WSGIEnvironment

from wsgi_apps.exceptions import RequestedRangeNotSatisfiable

BYTES = re.compile(r"bytes=[ \t]*([0-9]{0,18})-([0-9]{0,18})[ \t]*", re.IGNORECASE)
ETAG = re.compile(r'(W/)?"([^"]*)"')


def is_fresh(environ: WSGIEnvironment, etag: str | None, modified: float | None) -> bool:
    """Return whether the client has the file already (bool): it has the ``etag`` (str), or it is not ``modified`` since.

    ``modified`` (int) is a Unix time in seconds. A tag goes before a date (RFC 9110, 13.2.2).
    """
    tags = environ.get("HTTP_IF_NONE_MATCH")
    if tags:
        return tags.strip() == "*" or (etag is not None and any(found[2] == etag for found in ETAG.finditer(tags)))
    since = unix_time(environ.get("HTTP_IF_MODIFIED_SINCE", ""))
    return since is not None and modified is not None and modified <= since


def unix_time(date: str) -> float | None:
    """Return a date of HTTP (str) as Unix time (float, seconds), None if it is no date."""
    try:
        return parsedate_to_datetime(date).timestamp()
    except (ValueError, TypeError, IndexError, OverflowError):
        return None


def wanted_range(
    environ: WSGIEnvironment, etag: str | None, modified: float | None, size: int
) -> tuple[int, int] | None:
    """Return the first byte and the one after the last (ints) that the client wants; None for the whole file.

    What cannot be read, several ranges, and a range of a file that has changed since (If-Range) mean the whole file.
    Raises RequestedRangeNotSatisfiable for a range that starts behind the end.
    """
    found = BYTES.fullmatch(environ.get("HTTP_RANGE", ""))
    if found is None or not (found[1] or found[2]) or not is_same(environ.get("HTTP_IF_RANGE"), etag, modified):
        return None
    if not found[1]:  # the last so many bytes
        start, stop = max(size - int(found[2]), 0), size
    else:
        start, stop = int(found[1]), min(int(found[2] or size) + 1, size)
        if found[2] and int(found[2]) < start:
            return None
    if start >= size:
        raise RequestedRangeNotSatisfiable(size)
    return start, stop


def is_same(validator: str | None, etag: str | None, modified: float | None) -> bool:
    """Return whether an If-Range header (str or None) names the file as it is now; a weak tag never does."""
    if validator is None:
        return True
    if validator.endswith('"'):
        return etag is not None and validator.strip() == f'"{etag}"'
    return modified is not None and unix_time(validator) == modified
