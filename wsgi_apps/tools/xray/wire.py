"""The request on the wire: its bytes, and which of them became which key of environ."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from wsgi_apps.development.secrets import CUT, Mask, is_secret
from wsgi_apps.development.values import Values
from wsgi_apps.tools.course.asking import environ_of, framing, in_chunks
from wsgi_apps.tools.course.manifest import Request
from wsgi_apps.tools.xray.limits import Limits

#: A piece of the request as text (the letters of its bytes), and the key of environ that it becomes.
Piece = tuple[str, str]
OF_REQUEST_LINE = {"REQUEST_METHOD", "PATH_INFO", "SERVER_PROTOCOL"}
OF_SERVER = {"SERVER_NAME", "SERVER_PORT", "SERVER_SOFTWARE"}
OF_CONNECTION = {"REMOTE_ADDR", "REMOTE_PORT", "wsgi.url_scheme"}


def pieces_of(request: Request, limits: Limits) -> list[Piece]:
    """Return the pieces of a request in their order; the last one is the body, cut after so many bytes."""
    path, mark, query = request.target.partition("?")
    line = [(request.method, "REQUEST_METHOD"), (" ", ""), (path, "PATH_INFO"), (mark, ""), (query, "QUERY_STRING")]
    pieces = [*line, (" ", ""), ("HTTP/1.1", "SERVER_PROTOCOL"), ("\r\n", "")]
    for name, value in headers_of(request):
        letters = value.encode("utf-8").decode("latin-1")
        pieces += [(f"{name}: ", ""), (letters, key_of(name)), ("\r\n", "")]
    body = in_chunks(request.body) if request.chunked else request.body
    return [*pieces, ("\r\n", ""), (body[: limits.body].decode("latin-1"), "wsgi.input")]


def headers_of(request: Request) -> list[tuple[str, str]]:
    """Return the headers of a request as they are sent."""
    has_host = any(name.lower() == "host" for name, _ in request.headers)
    return [*([] if has_host else [("Host", "localhost")]), *request.headers, *framing(request)]


def bytes_of(request: Request) -> bytes:
    """Return the bytes of a request."""
    whole = in_chunks(request.body) if request.chunked else request.body
    head = "".join(text for text, _ in pieces_of(request, Limits())[:-1])
    return head.encode("latin-1") + whole


def key_of(name: str) -> str:
    """Return the key in environ of a header (PEP 3333)."""
    key = name.upper().replace("-", "_")
    return key if key in ("CONTENT_TYPE", "CONTENT_LENGTH") else f"HTTP_{key}"


def remember_secrets(mask: Mask, request: Request) -> None:
    """Remember the secrets of a request before it is recorded: in its headers, its query and its body."""
    for name, value in headers_of(request):
        if is_secret(name):
            mask.hidden(value)
    body = request.body.decode("utf-8", "replace")
    mask.remember_fields(request.target)
    mask.remember_fields(body)
    mask.remember_in(body)


def message(request: Request, mask: Mask, limits: Limits) -> dict[str, Any]:
    """Return the part of a trace that describes the request."""
    pieces = pieces_of(request, limits)
    length = sum(len(text) for text, _ in pieces[:-1])
    body = len(in_chunks(request.body) if request.chunked else request.body)
    return {
        "method": request.method,
        "target": mask(request.target),
        "bytes": "".join(mask(text) for text, _ in pieces),
        "length": length + body,
        "truncated": body > limits.body,
    }


def environ_rows(environ: dict[str, Any], request: Request, prefix: str, values: Values, limits: Limits) -> list[Any]:
    """Return a row for each key of environ: its text, where it comes from, and its bytes in the request, if any."""
    places = dict(spans(pieces_of(request, limits), values.mask))
    names = {key_of(name): name for name, _ in headers_of(request)}
    rows = []
    for key in sorted(environ, key=order_of(places)):
        first, last = places.get(key, (None, None))
        rows.append([key, text_of(environ[key], key, values), origin_of(key, names, prefix), first, last])
    return rows


def order_of(places: dict[str, tuple[int, int]]) -> Callable[[str], Any]:
    """Return the function by which keys are put in order: as their bytes are, and the rest by name."""
    return lambda key: (0, places[key][0], key) if key in places else (1, 0, key)


def text_of(value: object, key: str, values: Values) -> str:
    """Return a value of environ: a text without quotes, anything else as it is shown."""
    if type(value) is str and not is_secret(key):
        return value if len(value) <= values.text * 8 else f"{value[: values.text * 8]}{CUT}"
    if type(value) is str and (values.mask.shows or not value):
        return value
    return values.shown(value, key)


def spans(pieces: Iterable[Piece], mask: Mask) -> Iterable[tuple[str, tuple[int, int]]]:
    """Yield the key of each piece, and where it begins and ends in the masked text."""
    start = 0
    for text, key in pieces:
        end = start + len(mask(text))
        if key and end > start:
            yield key, (start, end)
        start = end


def origin_of(key: str, names: dict[str, str], prefix: str) -> dict[str, str]:
    """Return where a key of environ comes from."""
    if key in names:
        return {"code": "header", "name": names[key]}
    if key == "SCRIPT_NAME" and prefix:
        return {"code": "mount"}
    if key == "QUERY_STRING":
        return {"code": "query"}
    known = {"request-line": OF_REQUEST_LINE, "server": OF_SERVER, "connection": OF_CONNECTION}
    found = next((code for code, keys in known.items() if key in keys), "")
    return {"code": found or ("pep3333" if key.startswith("wsgi.") or key == "SCRIPT_NAME" else "other")}


def environ_for(request: Request) -> dict[str, Any]:
    """Return the environ of a request for one call."""
    return environ_of(request)
