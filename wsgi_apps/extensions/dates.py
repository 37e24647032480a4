"""Dates of HTTP, such as ``Sat, 28 Nov 2026 22:00:00 GMT`` (RFC 9110, 5.6.7)."""

from __future__ import annotations

from datetime import UTC, datetime
from email.utils import format_datetime, formatdate, parsedate_to_datetime


def http_date(moment: str | datetime | float) -> str:
    """Return a moment as HTTP writes it; a number is a Unix time in seconds, a str is returned as it is."""
    if isinstance(moment, str):
        return moment
    if isinstance(moment, datetime):  # one without a zone is taken for UTC
        return format_datetime(moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC), usegmt=True)
    return formatdate(moment, usegmt=True)


def read_date(date: str) -> datetime | None:
    """Return a date of HTTP as a datetime in UTC, None for a text that is not a date or that no calendar has."""
    moment = unix_time(date)
    try:
        return None if moment is None else datetime.fromtimestamp(moment, UTC)
    except (ValueError, OverflowError):
        return None


def unix_time(date: str) -> float | None:
    """Return a date of HTTP as Unix time in seconds, None for a text that is not a date."""
    try:
        moment = parsedate_to_datetime(date)  # it has no zone if the date has none, as asctime writes it
        return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp()
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
