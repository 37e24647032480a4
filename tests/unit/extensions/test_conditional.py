"""Conditions and ranges."""

import time

import pytest

from wsgi_apps.exceptions import RequestedRangeNotSatisfiable
from wsgi_apps.extensions.conditional import is_fresh, unix_time, wanted_range

ETAG, MODIFIED = "abc", 1_000_000_000  # Sun, 09 Sep 2001 01:46:40 GMT
SAME, BEFORE = "Sun, 09 Sep 2001 01:46:40 GMT", "Sat, 08 Sep 2001 01:46:40 GMT"

CONDITIONS = [
    ("the same tag", {"HTTP_IF_NONE_MATCH": '"abc"'}, True),
    ("the same tag among others", {"HTTP_IF_NONE_MATCH": '"x", W/"abc"'}, True),
    ("any tag", {"HTTP_IF_NONE_MATCH": "*"}, True),
    ("another tag", {"HTTP_IF_NONE_MATCH": '"x"'}, False),
    ("a tag goes before a date", {"HTTP_IF_NONE_MATCH": '"x"', "HTTP_IF_MODIFIED_SINCE": SAME}, False),
    ("the same date", {"HTTP_IF_MODIFIED_SINCE": SAME}, True),
    ("an earlier date", {"HTTP_IF_MODIFIED_SINCE": BEFORE}, False),
    ("no date", {"HTTP_IF_MODIFIED_SINCE": "garbage"}, False),
    ("a date out of range", {"HTTP_IF_MODIFIED_SINCE": "Sun, 06 Nov 99999 08:49:37 GMT"}, False),
    ("no condition", {}, False),
]


@pytest.mark.parametrize(("environ", "fresh"), [row[1:] for row in CONDITIONS], ids=[row[0] for row in CONDITIONS])
def test_conditions(environ, fresh):
    assert is_fresh(environ, ETAG, MODIFIED) is fresh


def test_what_has_neither_tag_nor_date_is_never_fresh():
    assert not is_fresh({"HTTP_IF_NONE_MATCH": '"abc"'}, None, None)
    assert not is_fresh({"HTTP_IF_MODIFIED_SINCE": SAME}, None, None)


RANGES = [
    ("from and to", "bytes=0-1", {}, (0, 2)),
    ("from", "bytes=3-", {}, (3, 5)),
    ("the last ones", "bytes=-2", {}, (3, 5)),
    ("more last ones than there are", "bytes=-99", {}, (0, 5)),
    ("beyond the end", "bytes=3-99", {}, (3, 5)),
    ("backwards", "bytes=3-1", {}, None),
    ("backwards by one", "bytes=3-2", {}, None),
    ("one byte", "bytes=3-3", {}, (3, 4)),
    ("nothing", "bytes=-", {}, None),
    ("another unit", "items=0-1", {}, None),
    ("several", "bytes=0-1,3-4", {}, None),
    ("digits without end", "bytes=0-" + "9" * 5000, {}, None),
    ("spaces without end", "bytes=" + " " * 100_000, {}, None),
    ("no range", "", {}, None),
    ("of the same tag", "bytes=0-0", {"HTTP_IF_RANGE": '"abc"'}, (0, 1)),
    ("of another tag", "bytes=0-0", {"HTTP_IF_RANGE": '"x"'}, None),
    ("of a weak tag", "bytes=0-0", {"HTTP_IF_RANGE": 'W/"abc"'}, None),
    ("of the same date", "bytes=0-0", {"HTTP_IF_RANGE": SAME}, (0, 1)),
    ("of another date", "bytes=0-0", {"HTTP_IF_RANGE": BEFORE}, None),
]


@pytest.mark.parametrize(("text", "more", "found"), [row[1:] for row in RANGES], ids=[row[0] for row in RANGES])
def test_ranges(text, more, found):
    assert wanted_range({"HTTP_RANGE": text, **more}, ETAG, MODIFIED, 5) == found


@pytest.mark.parametrize(("text", "size"), [("bytes=5-", 5), ("bytes=0-0", 0), ("bytes=-0", 5)])
def test_a_range_behind_the_end_is_refused(text, size):
    with pytest.raises(RequestedRangeNotSatisfiable) as caught:
        wanted_range({"HTTP_RANGE": text}, None, None, size)
    assert caught.value.get_headers() == [("Content-Range", f"bytes */{size}")]


def test_a_date_without_a_zone_is_one_of_utc(monkeypatch):
    """As asctime writes it (RFC 9110, 5.6.7)."""
    with monkeypatch.context() as elsewhere:
        elsewhere.setenv("TZ", "America/New_York")
        time.tzset()
        found = unix_time("Sun Sep  9 01:46:40 2001")
    time.tzset()
    assert found == MODIFIED
