"""The core's Request."""

import pytest

from tests.support.strict import environ_for
from wsgi_apps.exceptions import BadRequest, NotFound, RequestEntityTooLarge, UnsupportedMediaType
from wsgi_apps.messages.request import LIMITS, Request
from wsgi_apps.routing.router import Router

FORM = "application/x-www-form-urlencoded"
JSON = "application/json"


def asked(body=b"", kind="", **more):
    return Request(environ_for("POST", "/", body, CONTENT_TYPE=kind, **more))


def test_what_the_router_found_is_there():
    rule, error = Router().add("/<name>", print, endpoint="named"), NotFound()
    request = Request(environ_for(), LIMITS, rule, {"name": "kim"}, error)
    assert (request.url_rule, request.endpoint, request.view_args, request.routing_exception) == (
        rule,
        "named",
        {"name": "kim"},
        error,
    )
    assert (asked().url_rule, asked().endpoint, asked().view_args, asked().routing_exception) == (None,) * 4


def test_the_body_as_bytes_and_as_text():
    request = asked(b"\xea\xb8\x80\xff")
    assert (request.get_data(), request.get_data(as_text=True), request.body) == (
        b"\xea\xb8\x80\xff",
        "글\ufffd",
        b"\xea\xb8\x80\xff",
    )


READ = [
    ("JSON", b"[1]", JSON, {}, [1]),
    ("another type by force", b"[1]", "a/b", {"force": True}, [1]),
    ("another type in silence", b"[1]", "a/b", {"silent": True}, None),
    ("another type", b"[1]", "a/b", {}, UnsupportedMediaType),
    ("what is broken in silence", b"{", JSON, {"silent": True}, None),
    ("what is broken", b"{", JSON, {}, BadRequest),
]


@pytest.mark.parametrize(("body", "kind", "options", "value"), [row[1:] for row in READ], ids=[row[0] for row in READ])
def test_json(body, kind, options, value):
    if isinstance(value, type):
        with pytest.raises(value):
            asked(body, kind).get_json(**options)
    else:
        assert asked(body, kind).get_json(**options) == value


@pytest.mark.parametrize("name", LIMITS)
def test_limits_hold_for_the_core_too(name):
    request = Request(environ_for("POST", "/", b"a=12345", CONTENT_TYPE=FORM, query="a=1&b=2"), LIMITS | {name: 1})
    with pytest.raises(RequestEntityTooLarge):
        request.form, request.args  # noqa: B018
