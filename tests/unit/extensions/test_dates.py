"""Dates of HTTP, written and read."""

import time
from datetime import UTC, date, datetime, timedelta, timezone

import pytest

from wsgi_apps import App, Response
from wsgi_apps.extensions.dates import http_date, parse_date, parse_wait, seconds_or_date, unix_time
from wsgi_apps.extensions.session_json import TaggedJSON

SEOUL, NEW_YORK = timezone(timedelta(hours=9)), timezone(timedelta(hours=-5))
MIDNIGHT = "Tue, 02 Jan 2024 00:00:00 GMT"
MOMENTS = {
    "in Seoul": datetime(2024, 1, 2, 9, tzinfo=SEOUL),
    "in New York": datetime(2024, 1, 1, 19, tzinfo=NEW_YORK),
    "in UTC": datetime(2024, 1, 2, tzinfo=UTC),
    "without a zone": datetime(2024, 1, 2),
    "with a fraction of a second": datetime(2024, 1, 2, 0, 0, 0, 999_999),
    "a date": date(2024, 1, 2),
    "a struct_time in UTC": time.gmtime(1704153600),
    "a struct_time of here": time.localtime(1704153600),
    "a struct_time that was read": time.strptime("2024-01-02", "%Y-%m-%d"),
    "a number": 1704153600,
    "a number with a fraction": 1704153600.75,
    "a text": MIDNIGHT,
}
ATTRIBUTES = {"last_modified": "Last-Modified", "expires": "Expires", "date": "Date", "retry_after": "Retry-After"}


@pytest.fixture
def seoul(monkeypatch):
    """Let this machine stand in Seoul."""
    monkeypatch.setenv("TZ", "KST-9")
    time.tzset()
    yield
    monkeypatch.undo()
    time.tzset()


@pytest.mark.parametrize("moment", MOMENTS.values(), ids=MOMENTS)
def test_every_kind_of_moment_is_written_in_utc(moment):
    assert http_date(moment) == MIDNIGHT


def test_a_machine_with_a_clock_of_another_zone_writes_the_same(seoul):
    moments = [datetime(2024, 1, 2), time.gmtime(1704153600), time.localtime(1704153600), date(2024, 1, 2), 1704153600]
    assert {http_date(moment) for moment in moments} == {MIDNIGHT}


def test_a_timedelta_counts_from_now(seoul):
    assert unix_time(http_date(timedelta(hours=1))) == pytest.approx(time.time() + 3600, abs=2)


@pytest.mark.parametrize("moment", [None, [], b"x"], ids=repr)
def test_anything_else_is_refused(moment):
    with pytest.raises((TypeError, ValueError)):
        http_date(moment)


@pytest.mark.parametrize("name", ATTRIBUTES)
@pytest.mark.parametrize("moment", MOMENTS.values(), ids=MOMENTS)
def test_headers_say_the_same_moment(name, moment):
    response = Response("x")
    setattr(response, name, moment)
    if name == "retry_after" and isinstance(moment, (int, float)):
        assert response.headers["Retry-After"] == "1704153600"  # seconds
    else:
        assert response.headers[ATTRIBUTES[name]] == MIDNIGHT
        assert getattr(response, name) == datetime(2024, 1, 2, tzinfo=UTC)


@pytest.mark.parametrize("name", ATTRIBUTES)
def test_a_date_is_removed_by_none_and_none_if_it_cannot_be_read(name):
    response = Response("x")
    setattr(response, name, "tomorrow")
    assert getattr(response, name) is None
    setattr(response, name, None)
    assert ATTRIBUTES[name] not in response.headers


WAITS = [
    (120, "120"),
    (0.9, "0"),
    (-5, "0"),
    (timedelta(minutes=2), "120"),
    (datetime(2024, 1, 2, 9, tzinfo=SEOUL), MIDNIGHT),
]


@pytest.mark.parametrize(("wait", "value"), WAITS, ids=repr)
def test_a_wait_is_seconds_or_a_date(wait, value):
    assert seconds_or_date(wait) == value


def test_a_wait_is_read_as_a_moment():
    assert parse_wait("60").timestamp() == pytest.approx(time.time() + 60, abs=2)
    assert parse_wait(MIDNIGHT) == datetime(2024, 1, 2, tzinfo=UTC)
    assert (parse_wait("60").tzinfo, parse_wait("9" * 11).tzinfo) == (UTC, UTC)  # in 3,000 years
    assert (parse_wait("9" * 12), parse_wait("9" * 30)) == (None, None)
    assert parse_wait("-1") is None


READ = [
    ("Tue, 02 Jan 2024 00:00:00 GMT", 1704153600),
    ("Tue, 02 Jan 2024 09:00:00 +0900", 1704153600),
    ("Tuesday, 02-Jan-24 00:00:00 GMT", 1704153600),  # RFC 850
    ("Tue Jan  2 00:00:00 2024", 1704153600),  # asctime
    ("Tue, 02 Jan 2024 00:00:00 -0000", 1704153600),
    ("Tue, 99 Jan 2024 00:00:00 GMT", None),
    ("Fri, 31 Dec 9999 23:59:59 -2359", None),  # it is past the last year of a datetime in UTC
    ("garbage", None),
    ("", None),
]


@pytest.mark.parametrize(("text", "moment"), READ, ids=[row[0] for row in READ])
def test_dates_are_read_in_the_forms_of_the_standard(text, moment):
    assert unix_time(text) == moment
    assert parse_date(text) == (None if moment is None else datetime.fromtimestamp(moment, UTC))


def test_the_same_moment_goes_into_cookies_json_and_sessions(seoul):
    moment = datetime(2024, 1, 2, 9, tzinfo=SEOUL)
    response = Response("x")
    response.set_cookie("a", "1", expires=moment)
    assert f"Expires={MIDNIGHT}" in response.headers["Set-Cookie"]
    assert App(__name__).json.dumps([moment, date(2024, 1, 2)]) == f'["{MIDNIGHT}", "{MIDNIGHT}"]'
    assert TaggedJSON.loads(TaggedJSON.dumps([moment])) == [moment]
