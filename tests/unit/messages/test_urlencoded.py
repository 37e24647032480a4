"""Fields of query strings and forms, held against the standard library."""

from urllib.parse import parse_qsl, urlencode

import pytest
from hypothesis import given, strategies as st

from tests.support.work import instructions
from wsgi_apps.exceptions import RequestEntityTooLarge
from wsgi_apps.messages.urlencoded import parse_urlencoded

TEXTS = [
    ("one", "a=1", [("a", "1")]),
    ("several of one name", "a=1&b=2&a=3", [("a", "1"), ("a", "3"), ("b", "2")]),
    ("no value", "a&b=", [("a", ""), ("b", "")]),
    ("no name", "=1", [("", "1")]),
    ("nothing between", "&&a=1&", [("a", "1")]),
    ("an equals sign in the value", "a=1=2", [("a", "1=2")]),
    ("plus and percent", "a=x+y%2B%20z", [("a", "x y+ z")]),
    ("a semicolon is data", "a=1;b=2", [("a", "1;b=2")]),
    ("Korean, escaped", "q=%ED%95%9C", [("q", "한")]),
    ("Korean, raw", "q=\xed\x95\x9c", [("q", "한")]),
    ("bytes that are not UTF-8", "q=%ff&r=\xff", [("q", "\ufffd"), ("r", "\ufffd")]),
    ("nothing", "", []),
]


@pytest.mark.parametrize(("text", "fields"), [row[1:] for row in TEXTS], ids=[row[0] for row in TEXTS])
def test_fields(text, fields):
    assert list(parse_urlencoded(text).items(multi=True)) == fields


names = st.text(st.characters(exclude_categories=["Cs"]), max_size=5)


@given(st.lists(st.tuples(names, names)))
def test_what_was_encoded_comes_back(pairs):
    text = urlencode(pairs)
    found = sorted(parse_urlencoded(text).items(multi=True))
    assert found == sorted(pairs) == sorted(parse_qsl(text, keep_blank_values=True))


def test_limits():
    assert len(parse_urlencoded("a=1&b=2", most=2)) == 2
    assert len(parse_urlencoded("a=1&b=2&c=3", most=None, largest=None)) == 3
    with pytest.raises(RequestEntityTooLarge, match="more than 2 fields"):
        parse_urlencoded("a=1&b=2&c=3", most=2)
    assert parse_urlencoded("a=123&b=123", largest=5)["a"] == "123"
    assert (len(parse_urlencoded("a&" * 999)), len(parse_urlencoded("a" * 500_000))) == (1, 1)
    for text in ("a&" * 1000, "a" * 500_001):
        with pytest.raises(RequestEntityTooLarge):
            parse_urlencoded(text)
    with pytest.raises(RequestEntityTooLarge, match="larger than 5 bytes"):
        parse_urlencoded("a=1234&b", largest=5)


@pytest.mark.parametrize("unit", ["a=1&", "&", "%", "%ff", "+", "=", "a"])
def test_twice_the_text_is_about_twice_the_work(unit):
    once, twice = (instructions(parse_urlencoded, unit * times, None, None) for times in (2000, 4000))
    assert twice < 2.5 * once
