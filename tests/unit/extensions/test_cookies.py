"""Cookies, read and written, held against Werkzeug."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, strategies as st
from werkzeug.http import dump_cookie, parse_cookie

from tests.support.work import instructions
from wsgi_apps import Response
from wsgi_apps.extensions.cookies import parse_cookies
from wsgi_apps.extensions.dates import http_date


def set_cookie_header(*arguments, **options):
    response = Response()
    response.set_cookie(*arguments, **options)
    return dict(response.headers)["Set-Cookie"]


HEADERS = ["a=1", "a=1; b=2", "a=1;b=2", ' a = "x y" ;', r'a="\"\\\055"', "a=b=c", "a=", "; ;", ""]


@pytest.mark.parametrize("header", HEADERS)
def test_as_werkzeug_reads_them(header):
    assert parse_cookies(header).to_dict() == parse_cookie(header).to_dict()


@given(st.text(alphabet=st.characters(min_codepoint=32, exclude_categories=["Cs"]), max_size=20))
def test_a_value_comes_back(value):
    pair = set_cookie_header("name", value, path=None)
    assert parse_cookies(pair)["name"] == value
    assert parse_cookie(dump_cookie("name", value, path=None))["name"] == value


NAMES = [
    "user[name]",
    "keys[0]",
    "x:y",
    "_csrf/link",
    "a@b",
    "(x)",
    "{id}",
    "a,b",
    "a?b",
    "<x>",
    "a'b",
    "a\\b",
    "[",
    "$Version",
]


@pytest.mark.parametrize("name", NAMES)
def test_names_that_another_program_has_set_are_read(name):
    assert parse_cookies(f"first=0; {name}=1; last=2").to_dict() == {"first": "0", name: "1", "last": "2"}
    assert parse_cookie(f"{name}=1").to_dict() == {name: "1"}


@pytest.mark.parametrize(
    "name", ["user[name]", "keys[0]", "x:y", "a/b", "a@b", "(x)", "{id}", "a,b", "a?b", "<x>", "한글"]
)
def test_names_that_are_not_tokens_are_not_set(name):
    with pytest.raises(ValueError, match="is not a token"):
        set_cookie_header(name, "1")


def test_a_korean_name_is_read_as_text():
    assert parse_cookies("한글=1".encode().decode("latin-1"))["한글"] == "1"


PASSED_OVER = ["==x", "a b=1", "name", "=1", "a\t=1".replace("\t", " b"), "a\x01=1", "\x7f=1", 'a"b=1']


@pytest.mark.parametrize("part", PASSED_OVER)
def test_what_is_no_cookie_hides_no_other(part):
    assert parse_cookies(f"{part}; sid=2").to_dict() == {"sid": "2"}


READ = [
    ("a letter whose last byte looks like a space", "a=고; 고=1", {"a": "고", "고": "1"}),
    ("a letter at both ends", "X=X", {"X": "X"}),
    ("tabs around all of it", "\ta\t=\t1\t;b=2", {"a": "1", "b": "2"}),
    ("a control character that is not a space", "a=\x1f1; a\x1f=2; b=3\x1f", {"a": "\x1f1", "b": "3\x1f"}),
    ("nothing in quotes", 'a=""', {"a": ""}),
    ("one quote", 'a="', {"a": '"'}),
]


@pytest.mark.parametrize(("header", "cookies"), [row[1:] for row in READ], ids=[row[0] for row in READ])
def test_read(header, cookies):
    assert parse_cookies(header.encode().decode("latin-1")).to_dict() == cookies


def test_a_text_that_no_header_can_carry_is_read_too():
    assert parse_cookies('a="한"; b=2').to_dict() == {"a": "?", "b": "2"}


def test_of_a_repeated_name_the_first_one_counts():
    assert parse_cookies("a=1; a=2")["a"] == "1"


ATTRIBUTES = [
    ("nothing", {}, "a=1; Path=/"),
    ("no path", {"path": None}, "a=1"),
    ("seconds", {"max_age": 60}, "a=1; Max-Age=60; Path=/"),
    ("a length of time", {"max_age": timedelta(minutes=1)}, "a=1; Max-Age=60; Path=/"),
    (
        "a date as text",
        {"expires": "Thu, 01 Jan 1970 00:00:00 GMT"},
        "a=1; Expires=Thu, 01 Jan 1970 00:00:00 GMT; Path=/",
    ),
    ("a path that would end", {"path": "/; a 글"}, "a=1; Path=/%3B%20a%20%EA%B8%80"),
    ("a Korean domain", {"domain": "한글.kr"}, "a=1; Domain=xn--bj0bj06e.kr; Path=/"),
    ("a domain", {"domain": ".example.com"}, "a=1; Domain=example.com; Path=/"),
    ("a domain with a port", {"domain": "example.com:8000"}, "a=1; Domain=example.com; Path=/"),
    ("a domain of a large letter", {"domain": "X.example"}, "a=1; Domain=X.example; Path=/"),
    ("a path that is encoded already", {"path": "/%20!$&'()*+,:=@"}, "a=1; Path=/%20!$&'()*+,:=@"),
    ("a domain of a container", {"domain": "my_app"}, "a=1; Domain=my_app; Path=/"),
    ("a domain below a container's", {"domain": "_x.my_app.local"}, "a=1; Domain=_x.my_app.local; Path=/"),
    ("flags", {"secure": True, "httponly": True}, "a=1; Secure; HttpOnly; Path=/"),
    ("flags that are numbers", {"secure": 1, "httponly": 0, "partitioned": 0}, "a=1; Secure; Path=/"),
    ("SameSite", {"samesite": "lax"}, "a=1; Path=/; SameSite=Lax"),
    ("Partitioned is Secure", {"partitioned": True}, "a=1; Secure; Path=/; Partitioned"),
    ("a Secure prefix that holds", {"key": "__Secure-a", "secure": True}, "__Secure-a=1; Secure; Path=/"),
    ("a Host prefix that holds", {"key": "__Host-a", "secure": True}, "__Host-a=1; Secure; Path=/"),
]


@pytest.mark.parametrize(("given_", "line"), [row[1:] for row in ATTRIBUTES], ids=[row[0] for row in ATTRIBUTES])
def test_attributes(given_, line):
    given_ = dict(given_)
    assert set_cookie_header(given_.pop("key", "a"), "1", **given_) == line


REFUSED = [
    ("a name with a space", {"key": "a b"}, "'a b' is not a token"),
    ("a domain that ends", {"domain": "a; b"}, "domain='a; b'"),
    ("a domain of two", {"domain": "a.example,b.example"}, "domain='a.example,b.example'"),
    ("a date that ends", {"expires": "x\r\ny"}, "expires="),
    ("an age that ends", {"max_age": "1; Domain=a.example"}, "invalid literal"),
    ("another SameSite", {"samesite": "Always"}, "not one of 'Strict', 'Lax', 'None'"),
    ("a Secure prefix without Secure", {"key": "__Secure-a"}, "needs secure=True"),
    ("a Host prefix without Secure", {"key": "__HOST-a"}, "needs secure=True"),
    ("a Host prefix with a path", {"key": "__Host-a", "secure": True, "path": "/a"}, "needs path='/'"),
    ("a Host prefix with a domain", {"key": "__Host-a", "secure": True, "domain": "a.example"}, "no domain"),
]


@pytest.mark.parametrize(("given_", "words"), [row[1:] for row in REFUSED], ids=[row[0] for row in REFUSED])
def test_refused(given_, words):
    given_ = dict(given_)
    with pytest.raises(ValueError, match=words):
        set_cookie_header(given_.pop("key", "a"), "1", **given_)


GONE = "Expires=Thu, 01 Jan 1970 00:00:00 GMT; Max-Age=0"
DELETED = [
    ("by its name alone", {}, f"a=; {GONE}; Path=/"),
    ("with a path and a domain", {"path": "/b", "domain": "c.example"}, f"a=; Domain=c.example; {GONE}; Path=/b"),
    ("with a flag for https", {"secure": True}, f"a=; {GONE}; Secure; Path=/"),
    ("with a flag against scripts", {"httponly": True}, f"a=; {GONE}; HttpOnly; Path=/"),
    ("with SameSite", {"samesite": "Strict"}, f"a=; {GONE}; Path=/; SameSite=Strict"),
    ("with Partitioned", {"partitioned": True}, f"a=; {GONE}; Secure; Path=/; Partitioned"),
]


@pytest.mark.parametrize(("given_", "line"), [row[1:] for row in DELETED], ids=[row[0] for row in DELETED])
def test_deleted(given_, line):
    response = Response()
    response.delete_cookie("a", **given_)
    assert dict(response.headers)["Set-Cookie"] == line


def test_without_a_value_it_is_empty():
    assert set_cookie_header("a") == "a=; Path=/"


def test_dates():
    moment = datetime(2026, 11, 20, 12, tzinfo=UTC)
    text = "Fri, 20 Nov 2026 12:00:00 GMT"
    assert http_date(moment) == http_date(moment.replace(tzinfo=None)) == http_date(moment.timestamp()) == text


@pytest.mark.parametrize("unit", ['\\"', "a", "a=1; ", ";", "\\377"])
def test_twice_the_header_is_about_twice_the_work(unit):
    once, twice = (instructions(parse_cookies, f'a="{unit * times}"') for times in (1000, 2000))
    assert twice < 2.5 * once
