"""Dates of HTTP, such as ``Sat, 28 Nov 2026 22:00:00 GMT`` (RFC 9110, 5.6.7), written and read."""

from __future__ import annotations

from calendar import timegm
from datetime import UTC, date, datetime, time, timedelta
from email.utils import format_datetime, formatdate, parsedate_to_datetime
from time import struct_time

#: The types that a program may give for a date.
Moment = str | date | struct_time | timedelta | float


def http_date(moment: Moment) -> str:
    """Return a moment as HTTP writes it; a str is returned as it is.

    A number is a Unix time in seconds, a timedelta counts from now, a date begins at midnight. A moment without a zone
    is taken for UTC. Raises TypeError for anything else.
    """
    if isinstance(moment, str):
        return moment
    if isinstance(moment, timedelta):
        moment = datetime.now(UTC) + moment
    if isinstance(moment, date):
        return format_datetime(in_utc(moment), usegmt=True)
    if isinstance(moment, struct_time):
        moment = timegm(moment) - (moment.tm_gmtoff or 0)
    return formatdate(float(moment), usegmt=True)


def in_utc(moment: date) -> datetime:
    """Return a date or a datetime as a datetime in UTC."""
    if not isinstance(moment, datetime):
        return datetime.combine(moment, time(), UTC)
    return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)


def parse_date(text: str) -> datetime | None:
    """Return a date of HTTP as a datetime in UTC, None for a text that is not a date."""
    try:
        return in_utc(parsedate_to_datetime(text))  # it has no zone if the text has none, as asctime writes it
    except (ValueError, TypeError, IndexError, OverflowError):
        return None


def unix_time(text: str) -> float | None:
    """Return a date of HTTP as Unix time in seconds, None for a text that is not a date."""
    moment = parse_date(text)
    return None if moment is None else moment.timestamp()


def seconds_or_date(wait: Moment) -> str:
    """Return the value of Retry-After (RFC 9110, 10.2.3): a date, or a number of seconds for a number or timedelta."""
    if isinstance(wait, timedelta):
        wait = wait.total_seconds()
    return str(max(0, int(wait))) if isinstance(wait, (int, float)) else http_date(wait)


def parse_wait(text: str) -> datetime | None:
    """Return the time of a Retry-After header, None for a malformed one."""
    if text.isascii() and text.isdigit() and len(text) < 12:  # more seconds lead beyond the last year of a datetime
        return datetime.now(UTC) + timedelta(seconds=int(text))
    return parse_date(text)
