"""Which handler answers an exception."""

import pytest

from wsgi_apps.application.error_handlers import ErrorHandlers
from wsgi_apps.exceptions import BadRequest, BadRequestKeyError, HTTPException, NotFound, RequestRedirect


class Own(ValueError):
    pass


class Missing(KeyError, NotFound):
    """An error whose nearest class above has no code."""


FOUND = [
    ("its code before a nearer class", {404: "code", KeyError: "class"}, Missing(), "code"),
    ("the code of a class before a nearer class", {NotFound: "code", KeyError: "class"}, Missing(), "code"),
    ("its code before its class", {404: "code", HTTPException: "class"}, NotFound(), "code"),
    ("the class where there is no code", {405: "code", HTTPException: "class"}, NotFound(), "class"),
    ("the class of an HTTP error is a code", {NotFound: "code"}, NotFound(), "code"),
    ("the nearest class", {Exception: "far", ValueError: "near"}, Own(), "near"),
    (
        "the own class of the same code",
        {BadRequest: "far", BadRequestKeyError: "near"},
        BadRequestKeyError("x"),
        "near",
    ),
    ("the code of the class above", {400: "far"}, BadRequestKeyError("x"), "far"),
    ("the last one of the same class", {ValueError: "it"}, ValueError(), "it"),
    ("none for another one", {KeyError: "other"}, ValueError(), None),
    ("none where there are none", {}, ValueError(), None),
    ("Exception for HTTP errors as well", {Exception: "any"}, NotFound(), "any"),
]


@pytest.mark.parametrize(("handlers", "error", "found"), [row[1:] for row in FOUND], ids=[row[0] for row in FOUND])
def test_found(handlers, error, found):
    table = ErrorHandlers()
    for key, handler in handlers.items():
        table.add(key, handler)
    assert table.find(error) == found


def test_a_redirect_can_have_a_handler_by_its_class():
    table = ErrorHandlers()
    table.add(RequestRedirect, "handler")
    assert table.find(RequestRedirect("/x")) == "handler"


REFUSED = [
    (999, ValueError, r"^999 is not an HTTP error: write one of \[400, [0-9, ]+\], or a class$"),
    ("404", TypeError, "^'404' is not an exception class: write a status code or an exception class$"),
    (int, TypeError, "not an exception class"),
]


@pytest.mark.parametrize(("key", "kind", "words"), REFUSED)
def test_mistakes_are_refused(key, kind, words):
    with pytest.raises(kind, match=words):
        ErrorHandlers().add(key, print)
