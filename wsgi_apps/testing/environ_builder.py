"""The environ of a made-up request."""

from __future__ import annotations

import sys
from base64 import b64encode
from collections.abc import Iterable, Mapping
from io import BytesIO
from mimetypes import guess_type
from os import urandom
from typing import Any, Protocol
from urllib.parse import quote, unquote_to_bytes, urlencode, urlsplit
from wsgiref.types import WSGIEnvironment
from wsgiref.util import setup_testing_defaults

from wsgi_apps.environ import SAFE
from wsgi_apps.extensions.request import MULTIPART
from wsgi_apps.messages.headers import HeadersInput, key_of
from wsgi_apps.messages.request import URLENCODED
from wsgi_apps.messages.response import with_charset
from wsgi_apps.messages.response_body import as_bytes


class Application(Protocol):
    """The application of a made-up request: its settings and its JSON are needed."""

    config: Any
    json: Any


def make_environ(
    app: Application,
    path: str = "/",
    base_url: str | None = None,
    *,
    url_scheme: str | None = None,
    method: str = "GET",
    query_string: str | Mapping[str, Any] | Iterable[tuple[str, Any]] | None = None,
    headers: HeadersInput | None = None,
    data: Any = None,
    json: Any = None,
    content_type: str | None = None,
    mimetype: str | None = None,
    auth: tuple[str, str] | None = None,
    environ_base: Mapping[str, Any] | None = None,
    environ_overrides: Mapping[str, Any] | None = None,
    errors_stream: Any = None,
) -> WSGIEnvironment:
    """Return the environ (PEP 3333) of a request to ``path``, which may have a query or be a whole URL.

    ``data`` is the body: bytes, str, or a mapping of form fields; a file is a binary file, or a tuple of it, its name
    and its type. ``json`` is a value for a JSON body, ``auth`` name and password. ``base_url`` includes the mount.
    """
    return {
        **(environ_base or {}),
        **target(app, path, base_url, url_scheme, query_string, method),
        **entity(app, data, json, with_charset(mimetype) if mimetype else content_type, header_keys(headers, auth)),
        "wsgi.errors": errors_stream or sys.stderr,
        **(environ_overrides or {}),
    }


def target(
    app: Application, path: str, base_url: str | None, scheme: str | None, query: Any, method: str
) -> WSGIEnvironment:
    """Return the keys of environ for the target: the method, the server, the mount, the path and the query."""
    url, config = urlsplit(path), app.config
    query = url.query if query is None else query
    scheme = url.scheme or scheme or config["PREFERRED_URL_SCHEME"]
    host = url.netloc or config["SERVER_NAME"] or "localhost"
    base = urlsplit(base_url or f"{scheme}://{host}/{config['APPLICATION_ROOT'].lstrip('/')}")
    query = as_text(query if isinstance(query, str) else urlencoded(query))
    sent = quote((base.path.rstrip("/") + (url.path or "/")).encode(), safe=f"{SAFE}%") + (f"?{query}" if query else "")
    environ: WSGIEnvironment = {
        "REQUEST_METHOD": method.upper(),
        "SERVER_PROTOCOL": "HTTP/1.1",
        "SERVER_NAME": base.hostname or "localhost",
        "SERVER_PORT": str(base.port or {"https": 443}.get(base.scheme, 80)),
        "HTTP_HOST": base.netloc,
        "SCRIPT_NAME": as_text(unquote_to_bytes(base.path.rstrip("/"))),
        "PATH_INFO": as_text(unquote_to_bytes(url.path or "/")),
        "QUERY_STRING": query,
        "REQUEST_URI": sent,  # as uWSGI and gunicorn call what was asked for
        "RAW_URI": sent,
        "wsgi.url_scheme": base.scheme,
    }
    setup_testing_defaults(environ)
    return environ


def pairs_of(values: Any) -> list[tuple[str, Any]]:
    """Return the pairs of a mapping, in which a value may be a list, or of an iterable of pairs."""
    if hasattr(values, "items"):
        values = getattr(values, "lists", values.items)()
    return [(name, one) for name, value in values for one in (value if isinstance(value, list) else [value])]


def urlencoded(values: Any) -> str:
    """Return the urlencoded text of fields, a mapping or pairs, without those that are None."""
    return urlencode([pair for pair in pairs_of(values) if pair[1] is not None], doseq=True)


def as_text(text: str | bytes) -> str:
    """Return ``text`` as environ has it: one character for each byte of UTF-8 (PEP 3333)."""
    return as_bytes(text).decode("latin-1")


def header_keys(headers: HeadersInput | None, auth: tuple[str, str] | None) -> dict[str, str]:
    """Return the keys of environ for headers and Basic credentials (RFC 7617); repeated headers are joined."""
    keys: dict[str, str] = {}
    for name, value in pairs_of(headers or ()):
        key, text = key_of(name), as_text(str(value))
        keys[key] = f"{keys[key]}, {text}" if key in keys else text
    if auth is not None:
        name, password = auth
        keys["HTTP_AUTHORIZATION"] = f"Basic {b64encode(f'{name}:{password}'.encode()).decode('ascii')}"
    return keys


def entity(
    app: Application, data: Any, json: Any, content_type: str | None, headers: dict[str, str]
) -> WSGIEnvironment:
    """Return the ``headers`` and the keys of environ for the body: its content, length and type.

    Raises TypeError for both ``data`` and ``json``.
    """
    content_type = content_type or headers.get("CONTENT_TYPE")
    if json is not None:
        if data is not None:
            raise TypeError("data= and json= are both given, and a request has one body: leave one of them out")
        data, content_type = app.json.dumps(json), content_type or "application/json"
    elif data and hasattr(data, "items"):
        data, content_type = form(data, content_type)
    elif hasattr(data, "read"):
        data = data.read()
    body = as_bytes(data or b"")
    keys = {"CONTENT_LENGTH": str(len(body)) if body else None, "CONTENT_TYPE": content_type}
    return {**headers, "wsgi.input": BytesIO(body), **{key: value for key, value in keys.items() if value}}


def form(values: Mapping[str, Any], content_type: str | None) -> tuple[str | bytes, str]:
    """Return a form as a body, and its Content-Type: multipart (RFC 7578) if it has a file."""
    fields = [(name, (value,) if hasattr(value, "read") else value) for name, value in pairs_of(values)]
    has_file = any(isinstance(value, tuple) for _, value in fields)
    if not (has_file or (content_type or "").startswith(MULTIPART)):
        return urlencoded(fields), content_type or URLENCODED
    boundary, body = urandom(12).hex(), b""
    for name, value in fields:
        more, content = uploaded(*value) if isinstance(value, tuple) else ("", value)
        head = f'--{boundary}\r\nContent-Disposition: form-data; name="{name}"{more}\r\n\r\n'
        body += head.encode() + (content if isinstance(content, bytes) else str(content).encode()) + b"\r\n"
    return body + f"--{boundary}--\r\n".encode(), f"{MULTIPART}; boundary={boundary}"


def uploaded(file: Any, filename: str | None = None, content_type: str | None = None) -> tuple[str, bytes]:
    """Return the rest of Content-Disposition and the bytes of an uploaded file."""
    names = (filename, getattr(file, "filename", None), getattr(file, "name", None), "file")
    name = next(name for name in names if name is not None)
    content_type = (
        content_type or getattr(file, "content_type", None) or guess_type(name)[0] or "application/octet-stream"
    )
    return f'; filename="{name.replace(chr(34), "%22")}"\r\nContent-Type: {content_type}', file.read()
