"""The Authorization header."""

from base64 import b64encode

import pytest

from wsgi_apps.extensions.authorization import Authorization, parse_authorization


def basic(credentials):
    return "Basic " + b64encode(credentials.encode()).decode()


HEADERS = [
    ("name and password", basic("kim:secret"), Authorization("basic", "kim", "secret")),
    ("a colon in the password", basic("kim:a:b"), Authorization("basic", "kim", "a:b")),
    ("Korean", basic("김:비밀"), Authorization("basic", "김", "비밀")),
    ("another spelling of the scheme", basic("a:b").replace("Basic", "bASIC"), Authorization("basic", "a", "b")),
    ("a token", "Bearer abc", Authorization("bearer", token="abc")),
    ("a token with a space", "Token  a b ", Authorization("token", token="a b")),
    ("a letter that is not one of base64", basic("kim:a") + "!", None),
    ("no header", None, None),
    ("a scheme alone", "Basic", None),
    ("no scheme", " abc", None),
    ("no colon", basic("kim"), None),
    ("no base64", "Basic %%%", None),
    ("no ASCII", "Basic ÿÿ==", None),
    ("no UTF-8", "Basic /zph", None),
]


@pytest.mark.parametrize(("header", "found"), [row[1:] for row in HEADERS], ids=[row[0] for row in HEADERS])
def test_header(header, found):
    assert parse_authorization(header) == found
