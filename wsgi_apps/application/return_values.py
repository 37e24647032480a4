"""Answers: what a view returns, made into a response."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import lru_cache
from typing import TYPE_CHECKING, Any
from wsgiref.types import WSGIEnvironment

from wsgi_apps.application.context import CURRENT, current_context
from wsgi_apps.exceptions import HTTPException, MethodNotAllowed, NotFound, page
from wsgi_apps.extensions.response import HTML, NOSNIFF, STATUS_LINES, Reply, Response, redirection
from wsgi_apps.messages.headers import ResponseHeaders

if TYPE_CHECKING:
    from wsgi_apps.extensions.equipment import Equipment
    from wsgi_apps.extensions.mistakes import Mistakes


def text_answer(app: Equipment, environ: WSGIEnvironment, result: str) -> Reply:
    """Return the answer to a view's text (str)."""
    body = result.encode()
    headers = [HTML, NOSNIFF, ("Content-Length", str(len(body)))]
    return "200 OK", headers, [] if environ["REQUEST_METHOD"] == "HEAD" else [body]


def bytes_answer(app: Equipment, environ: WSGIEnvironment, result: bytes) -> Reply:
    """Return the answer to a view's bytes."""
    headers = [HTML, NOSNIFF, ("Content-Length", str(len(result)))]
    return "200 OK", headers, [] if environ["REQUEST_METHOD"] == "HEAD" else [result]


def json_answer(app: Equipment, environ: WSGIEnvironment, result: dict[str, Any] | list[Any]) -> Reply:
    """Return the answer to a view's dict or list."""
    body = f"{app.json.text(result)}\n".encode()
    headers = [("Content-Type", app.json.mimetype), NOSNIFF, ("Content-Length", str(len(body)))]
    return "200 OK", headers, [] if environ["REQUEST_METHOD"] == "HEAD" else [body]


SHORT = 200  # characters of a description; a longer one may be a client's own words, which are not to be kept


def encoded_page(code: int, description: str) -> tuple[str, bytes, tuple[str, str]]:
    """Return the status line (str) and the page (bytes) of an error, and the header that says the page's length."""
    body = page(STATUS_LINES[code], description).encode("utf-8", "backslashreplace")
    return STATUS_LINES[code], body, ("Content-Length", str(len(body)))


kept_page = lru_cache(maxsize=100)(encoded_page)  # nearly all errors have one of a few descriptions


def error_answer(app: Mistakes, environ: WSGIEnvironment, error: HTTPException) -> Reply:
    """Return the answer to an HTTP error that no handler answers."""
    if error.response is not None:
        return app.make_response(error).reply(environ, app.report)
    description = error.description if type(error.description) is str else str(error.description)
    make = kept_page if len(description) < SHORT else encoded_page
    status, body, length = make(error.code, description)
    headers = [HTML, NOSNIFF, length, *error.get_headers()]
    return status, headers, [] if environ["REQUEST_METHOD"] == "HEAD" else [body]


#: How the results are answered that most views return, without a Response object.
SHORTCUTS: dict[type, Callable[..., Reply]] = {
    str: text_answer,
    bytes: bytes_answer,
    dict: json_answer,
    list: json_answer,
    NotFound: error_answer,
    MethodNotAllowed: error_answer,
}


def make_answer(app: Equipment, result: Any) -> Response:
    """Return the response that a view's ``result`` means. Raises TypeError for what means none."""
    body, status, headers = parts_of(result)
    if isinstance(body, (str, bytes, bytearray, Iterator)):
        return app.response_class(body, status=status, headers=headers)
    response = response_of(app, body)
    if status is not None:
        response.status = status
    if headers:
        response.headers.update(headers)
    return response


def parts_of(result: Any) -> tuple[Any, Any, Any]:
    """Return body, status and headers of what a view returned, None for what it left out. Raises TypeError."""
    if not isinstance(result, tuple):
        return result, None, None
    if len(result) == 3:
        return result
    if len(result) == 2:
        body, other = result
        return (body, None, other) if isinstance(other, (dict, list, tuple, ResponseHeaders)) else (body, other, None)
    raise TypeError(f"a view returned {result!r}: write (body, status, headers), (body, status) or (body, headers)")


def response_of(app: Equipment, body: Any) -> Response:
    """Return the response that has a ``body`` of any kind that a view may return. Raises TypeError."""
    if isinstance(body, Response):
        return body
    if isinstance(body, (dict, list)):
        return app.json.response(body)
    if isinstance(body, HTTPException) and body.response is None:
        return app.response_class(body.get_body(), status=body.status, headers=[HTML, *body.get_headers()])
    if isinstance(body, HTTPException):
        return response_of(app, body.response)
    if callable(body):
        return app.response_class.from_application(body, current_context("request").request.environ)
    rule = current_context().rule
    raise TypeError(
        f"the view of {rule.endpoint if rule else 'no rule'!r} returned {body!r}: "
        "return text, bytes, a dict, a list, a Response, or a tuple that begins with one of them"
    )


def make_response(*parts: Any) -> Response:
    """Return the response that a view would give by returning ``parts``, to be changed before it is returned."""
    app = current_context().app
    return app.make_response(app.response_class() if not parts else parts[0] if len(parts) == 1 else parts)


def jsonify(*values: Any, **items: Any) -> Response:
    """Return the response with the JSON of one value, of a list of several, or of an object of named ``items``."""
    return current_context().app.json.response(*values, **items)


def redirect(location: str, code: int = 302, Response: type[Response] = Response) -> Response:  # noqa: N803
    """Return the answer that sends the client to another ``location`` (str); see ``response.redirection``.

    Where a request is answered, the application makes it, by its own ``redirect``; elsewhere the class ``Response``.
    """
    context = CURRENT.get(None)
    return redirection(location, code, Response) if context is None else context.app.redirect(location, code)
