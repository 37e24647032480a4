"""Whatever a client sends, every public name of a request has a value or raises an HTTPException."""

import pytest

from tests.cases.corpus import BAD, BODIES, DATES, KEYS
from tests.support.strict import environ_for
from wsgi_apps import Request
from wsgi_apps.exceptions import HTTPException

NAMES = sorted(name for name in dir(Request) if not name.startswith("_"))


def unfit(environ):
    """Return the names that raise something else than an HTTPException, with what they raise."""
    found = []
    for name in NAMES:
        request = Request(dict(environ, **{"wsgi.input": type(environ["wsgi.input"])(*environ["body"])}))
        try:
            value = getattr(request, name)
            str(value), repr(value)
        except HTTPException:
            pass
        except Exception as error:
            found.append(f"{name}: {type(error).__name__}: {error}")
    return found


def asked(body, changes):
    environ = environ_for("POST", "/", body)
    announced = environ | changes
    length = str(announced.get("CONTENT_LENGTH") or "")
    allowed = int(length) if length.isascii() and length.isdigit() and len(length) < 20 else 0
    return announced | {"body": (body, allowed)}


@pytest.mark.parametrize("key", KEYS)
def test_every_name_takes_whatever_a_client_sends(key):
    assert {text[:50]: found for text in BAD if (found := unfit(asked(b"a=%ff", {key: text})))} == {}


@pytest.mark.parametrize("kind", [text for text in BAD if "/" in text and "x" in text], ids=lambda text: text[:40])
def test_every_name_takes_whatever_a_body_holds(kind):
    assert {body[:20]: found for body in BODIES if (found := unfit(asked(body, {"CONTENT_TYPE": kind})))} == {}


def test_every_name_takes_an_environ_of_almost_nothing():
    """PEP 3333 asks for more, but a first line that is not HTTP leaves some of it out."""
    bare = {key: value for key, value in asked(b"", {}).items() if key.startswith(("wsgi.", "SERVER_", "body"))}
    assert unfit(bare) == []


def test_names_of_webob_mean_the_same():
    sent = {"QUERY_STRING": "a=1", "CONTENT_TYPE": "application/x-www-form-urlencoded", "SCRIPT_NAME": "/\xed\x95\x9c"}
    request = Request(environ_for("POST", "/\xea\xb8\x80", b"b=%ff") | sent)
    assert (request.GET["a"], request.POST["b"], request.params["b"], request.text) == (
        "1",
        "\ufffd",
        "\ufffd",
        "b=%ff",
    )
    assert (request.path_info, request.script_name, request.body_file.read()) == ("/글", "/한", b"b=%ff")
    assert request.application_url == "http://localhost/%ED%95%9C"
    request.path_info = "/한"
    assert (request.environ["PATH_INFO"], request.upath_info) == ("/\xed\x95\x9c", "/한")
    assert Request(environ_for("POST", "/", b'{"a": 1}')).json_body == {"a": 1}
    assert (request.form is request.form, request.args is request.args) == (True, True)
    secret = Request(environ_for(HTTP_AUTHORIZATION="Basic c2VjcmV0"))
    assert str(secret) == repr(secret) == "<Request 'GET' '/'>"


def test_dates_and_conditions():
    same = "Sat, 28 Nov 2026 22:00:00 GMT"
    request = Request(
        environ_for(HTTP_DATE=same, HTTP_IF_RANGE=same, HTTP_IF_MODIFIED_SINCE="Sat, 28 Nov 2026 22:00:00 +0900")
    )
    assert (request.date.isoformat(), request.if_modified_since.hour) == ("2026-11-28T22:00:00+00:00", 13)
    assert request.if_range.date == request.date
    assert (request.if_unmodified_since, Request(environ_for(HTTP_IF_RANGE='"a"')).if_range.etag.etags) == (None, ["a"])
    for date in DATES:
        unread = Request(environ_for(HTTP_DATE=date, HTTP_IF_RANGE=date))
        assert unread.date is None
        assert bool(unread.if_range) is not date.endswith("GMT")
