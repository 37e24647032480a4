"""The return value of a view, made a response."""

from collections.abc import Callable, Iterator
from html import escape
from typing import Any

from wsgi_apps.application.context import current_context
from wsgi_apps.exceptions import HTML, HTTPException
from wsgi_apps.messages.headers import ResponseHeaders
from wsgi_apps.messages.response import STATUS_LINES, Response

REDIRECTING = """<!doctype html>
<html lang=en>
<title>Redirecting...</title>
<h1>{title}</h1>
<p>Go on to <a href="{url}">{url}</a>.</p>
"""
REDIRECTS = {301, 302, 303, 305, 307, 308}


def make_response(result: Any, response_class: type[Response], json_response: Callable[[Any], Response]) -> Response:
    """Return the response that a view means by its ``result``. Raises TypeError for a result of another kind.

    Text and pieces are made an instance of ``response_class``, a dict or a list is given to ``json_response``.
    """
    body, status, headers = parts_of(result)
    if isinstance(body, (str, bytes, bytearray, Iterator)):
        return response_class(body, status=status, headers=headers)
    response = response_for_body(body, response_class, json_response)
    if status is not None:
        response.status = status
    if headers:
        response.headers.update(headers)
    return response


def parts_of(result: Any) -> tuple[Any, Any, Any]:
    """Return the body, the status and the headers of a result, None for one that is left out. Raises TypeError."""
    if not isinstance(result, tuple):
        return result, None, None
    if len(result) == 3:
        return result
    if len(result) == 2:
        body, other = result
        return (body, None, other) if isinstance(other, (dict, list, tuple, ResponseHeaders)) else (body, other, None)
    raise TypeError(f"a view returned {result!r}: write (body, status, headers), (body, status) or (body, headers)")


def response_for_body(body: Any, response_class: type[Response], json_response: Callable[[Any], Response]) -> Response:
    """Return the response with a ``body`` of any kind that a view may return, but text. Raises TypeError."""
    if isinstance(body, Response):
        return body
    if isinstance(body, (dict, list)):
        return json_response(body)
    if isinstance(body, HTTPException) and body.response is None:
        return response_class(body.get_body(), status=body.status, headers=[HTML, *body.get_headers()])
    if isinstance(body, HTTPException):
        return response_for_body(body.response, response_class, json_response)
    context = current_context("request", "test_request_context")
    if callable(body):
        return response_class.from_application(body, context.request.environ)
    raise TypeError(
        f"the view of {context.rule.endpoint if context.rule else 'no rule'!r} returned {body!r}: "
        "return text, bytes, a dict, a list, a Response, or a tuple that begins with one of them"
    )


def json_value(values: tuple[Any, ...], items: dict[str, Any]) -> Any:
    """Return the value that ``jsonify`` was given: one, a list of several, or an object of named ``items``.

    Raises TypeError for both.
    """
    if values and items:
        raise TypeError("jsonify takes values or named items, not both: write jsonify({...})")
    return items or (values[0] if len(values) == 1 else list(values) or None)


def redirection(location: str, code: int, response_class: type[Response]) -> Response:
    """Return the response that sends the client to another ``location``, a URL; its header is percent-encoded.

    An object that stands for a URL counts as its text. ``code`` is 301, 302, 303, 305, 307 or 308 (RFC 9110, 15.4).
    Raises ValueError for another one, and for a host that cannot be a DNS name. A URL that a client chose has to pass
    ``is_local_url`` first.
    """
    if code not in REDIRECTS:
        raise ValueError(f"redirect code {code!r} is not one of {sorted(REDIRECTS)}: write 302, or 303 after a form")
    title, shown = STATUS_LINES[code].partition(" ")[2], escape(str(location))
    page = REDIRECTING.format(title=title, url=shown)
    return response_class(page, status=code, headers={"Location": location}, mimetype="text/html")
