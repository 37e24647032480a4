"""What a request was, as rows to show: its line, how its path was split, its headers, its body. Secrets are masked."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from typing import Any
from wsgiref.types import WSGIEnvironment

from wsgi_apps.application.context import Context
from wsgi_apps.development.secrets import Mask, is_secret
from wsgi_apps.development.values import Values
from wsgi_apps.environ import decoded, path_of
from wsgi_apps.routing.rules import Rule

MOST = 4096  # bytes of a body that are shown
SEARCHED = 64 * 1024  # bytes of a body that are searched for secrets
FORM = "application/x-www-form-urlencoded"


def header_names(environ: WSGIEnvironment) -> dict[str, str]:
    """Return the keys of environ that stand for a header (PEP 3333), with the name of the header."""
    keys = sorted(key for key in environ if key.startswith("HTTP_") or key in ("CONTENT_TYPE", "CONTENT_LENGTH"))
    return {key: key.removeprefix("HTTP_").replace("_", "-").title() for key in keys}


def remember_secrets(environ: WSGIEnvironment, mask: Mask) -> None:
    """Let a ``mask`` know the secrets of a request: in its headers, its query and its body."""
    for key, name in header_names(environ).items():
        if is_secret(name):
            mask.hidden(decoded(str(environ[key])))
    mask.remember_fields(decoded(environ.get("QUERY_STRING", "")))
    text = (body_of(environ) or b"")[:SEARCHED].decode("utf-8", "replace")
    mask.remember_in(text)
    if environ.get("CONTENT_TYPE", "").startswith(FORM):
        mask.remember_fields(text)


def rows_of(context: Context, values: Values) -> Iterator[tuple[str, str]]:
    """Yield names and texts: the request line, the two parts of the path, the rule and its values, the headers."""
    environ: Any = context.environ
    query = environ.get("QUERY_STRING", "")
    path = f"{decoded(environ.get('SCRIPT_NAME', ''))}{path_of(environ)}"
    yield environ.get("REQUEST_METHOD", ""), f"{path}?{decoded(query)}" if query else path
    yield "SCRIPT_NAME", repr(decoded(environ.get("SCRIPT_NAME", "")))
    yield "PATH_INFO", repr(path_of(environ))
    if context.rule is not None:
        yield "rule", f"{context.rule} → {endpoint_of(context.rule, values)}"
    if context.view_args:
        yield "values", values.shown(context.view_args)
    for key, name in header_names(environ).items():
        text = decoded(str(environ[key]))
        yield name, values.mask.hidden(text) if is_secret(name) else text


def endpoint_of(rule: Rule, values: Values) -> str:
    """Return the endpoint of a rule as text: it may be any object."""
    return rule.endpoint if type(rule.endpoint) is str else values.shown(rule.endpoint)


def body_of(environ: WSGIEnvironment) -> bytes | None:
    """Return the body, which the development server keeps in memory; None if it is elsewhere. Nothing is read."""
    file = environ.get("wsgi.input")
    return file.getvalue() if type(file) is BytesIO else None


def text_of(body: bytes) -> str:
    """Return the beginning of a body as text, empty if it is not text."""
    is_cut = len(body) > MOST
    try:
        text = body[:MOST].decode("utf-8", "ignore" if is_cut else "strict")  # the cut may divide a character
    except UnicodeDecodeError:
        return ""
    return "" if "\0" in text or (is_cut and len(text.encode()) < MOST - 3) else text
