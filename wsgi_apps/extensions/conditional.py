"""Conditional requests and range requests: whether a client needs a file, and which part (RFC 9110, 13 and 14)."""

from __future__ import annotations

import re
from wsgiref.types import WSGIEnvironment

from wsgi_apps.exceptions import RequestedRangeNotSatisfiable
from wsgi_apps.extensions.dates import unix_time

BYTES = re.compile(r"bytes=[ \t]*([0-9]{0,18})-([0-9]{0,18})[ \t]*", re.IGNORECASE)
NOWHERE = 1 << 62  # beyond the end of any file
ETAG = re.compile(r'(W/)?"([^"]*)"')


def is_fresh(environ: WSGIEnvironment, etag: str | None, modified: float | None) -> bool:
    """Return whether the client's copy of the file is fresh: it has the same ``etag``, or it is not older.

    ``modified`` is the last change of the file as Unix time in seconds. If the client sends a tag, the date does not
    count (RFC 9110, 13.2.2).
    """
    tags = environ.get("HTTP_IF_NONE_MATCH")
    if tags:
        return tags.strip() == "*" or (etag is not None and any(found[2] == etag for found in ETAG.finditer(tags)))
    since = unix_time(environ.get("HTTP_IF_MODIFIED_SINCE", ""))
    return since is not None and modified is not None and modified <= since


class Range:
    """A Range header that asks for one part. ``ranges`` holds one pair: the first byte, and the byte after the last.

    The first is negative if it is counted from the end. The second is None if the part reaches to the end.
    """

    units = "bytes"

    def __init__(self, start: int, stop: int | None) -> None:
        self.ranges = [(start, stop)]

    def range_for_length(self, length: int) -> tuple[int, int] | None:
        """Return the first byte and the one after the last in a file of ``length`` bytes; None if it is shorter."""
        start, stop = self.ranges[0]
        start = max(start + length, 0) if start < 0 else start
        return (start, length if stop is None else min(stop, length)) if start < length else None


def parse_range(header: str) -> Range | None:
    """Return the part that a Range header asks for; None if the header is malformed or asks for several."""
    found = BYTES.fullmatch(header)
    if found is None or not (found[1] or found[2]):
        return None
    if not found[1]:
        return Range(-int(found[2]) or NOWHERE, None)  # the last 0 bytes: an empty part
    start, stop = int(found[1]), int(found[2]) + 1 if found[2] else None
    return Range(start, stop) if stop is None or start < stop else None


def wanted_range(
    environ: WSGIEnvironment, etag: str | None, modified: float | None, size: int
) -> tuple[int, int] | None:
    """Return the first byte of the part that the client wants, and the byte after the last; None for the whole file.

    The whole file answers a malformed header, several ranges, and a range of a file that has changed (If-Range).
    Raises RequestedRangeNotSatisfiable for a range that starts beyond the end.
    """
    asked = parse_range(environ.get("HTTP_RANGE", ""))
    if asked is None or not is_same(environ.get("HTTP_IF_RANGE"), etag, modified):
        return None
    part = asked.range_for_length(size)
    if part is None:
        raise RequestedRangeNotSatisfiable(size)
    return part


def is_same(validator: str | None, etag: str | None, modified: float | None) -> bool:
    """Return whether an If-Range header names the present state of the file; a weak tag never does."""
    if validator is None:
        return True
    if validator.endswith('"'):
        return etag is not None and validator.strip() == f'"{etag}"'
    return modified is not None and unix_time(validator) == modified
