"""The debug page: the line of the program that raised an exception, the request, and the whole traceback.

It shows text and runs nothing.
"""

from __future__ import annotations

import linecache
from collections.abc import Iterable
from contextlib import suppress
from difflib import get_close_matches
from html import escape
from inspect import unwrap
from ipaddress import ip_address
from traceback import FrameSummary, TracebackException, format_exception
from typing import Any
from wsgiref.types import WSGIEnvironment

from wsgi_apps.application.context import CURRENT, Context
from wsgi_apps.development.short_traceback import own_frames
from wsgi_apps.environ import host_of, path_of
from wsgi_apps.exceptions import HTTPException, SecurityError
from wsgi_apps.extensions.response import Response
from wsgi_apps.extensions.urls import PORT

#: The key of environ by which the development server allows this page.
EXPLAINS = "wsgi_apps.explains"
AROUND = 4  # lines of source that are shown before and after the one that raised the exception
SECRET = {"HTTP_COOKIE", "HTTP_AUTHORIZATION", "HTTP_PROXY_AUTHORIZATION"}  # a screenshot would give them away
#: The headers by which a proxy says for whom it asks.
FORWARDED = ("HTTP_FORWARDED", "HTTP_X_FORWARDED_FOR", "HTTP_X_FORWARDED_HOST", "HTTP_X_REAL_IP", "HTTP_VIA")
PAGE = """<!doctype html>
<html lang=en>
<meta charset=utf-8>
<meta name=viewport content="width=device-width">
<title>{title}</title>
<style>
body {{ font: 16px/1.5 system-ui, sans-serif; max-width: 60rem; margin: 2rem auto; padding: 0 1rem }}
h1 {{ font-size: 1.4rem; overflow-wrap: anywhere }} h2 {{ font-size: 1.1rem; margin: 1.5rem 0 .3rem }}
pre, table {{ background: #8881; border-radius: .3rem; padding: .6rem; overflow-x: auto; tab-size: 4 }}
mark {{ display: block; background: #d334; color: inherit; font-weight: bold }}
td, th {{ text-align: left; vertical-align: top; padding: .1rem 1rem .1rem 0; overflow-wrap: anywhere }}
:root {{ color-scheme: light dark }}
</style>
<h1>{title}</h1>
{body}
<p><small>Only the development server shows this page, in debug mode, to its own machine.</small></p>
"""
WHOLE = """<details{state}><summary>The whole traceback, with the frames of wsgi_apps and of Python</summary>
<pre>{text}</pre></details>"""


def may_explain(environ: WSGIEnvironment) -> bool:
    """Return whether the debug page may be shown: the server allows it, and the client is at this machine.

    The Host header has to be a name of this machine too. A page of the web can have the name of its site made to
    point to 127.0.0.1, and read what the browser gets from there. A proxy in front speaks for clients elsewhere.
    """
    if not environ.get(EXPLAINS) or any(key in environ for key in FORWARDED):
        return False
    try:
        host = PORT.sub("", host_of(environ))
    except SecurityError:
        return False
    return is_loopback(host.strip("[]")) and is_loopback(environ.get("REMOTE_ADDR", "127.0.0.1"))


def is_loopback(host: str) -> bool:
    """Return whether only this machine reaches a ``host``, an address or a name."""
    with suppress(ValueError):
        return ip_address(host).is_loopback
    return host == "localhost" or host.endswith(".localhost")  # RFC 6761, 6.3


def traceback_page(error: BaseException) -> Response:
    """Return the response 500 that shows an ``error``: where it was raised in the program, the request, every frame."""
    title = f"{type(error).__name__}: {error}"
    context = CURRENT.get(None)
    whole = "".join(format_exception(error))
    own = own_frames(TracebackException.from_exception(error).stack)
    parts = [
        *(frame_section(frame) for frame in reversed(own or view_of(context))),
        templates_section(context, error),
        request_section(context) if context else "",
        WHOLE.format(state="" if own else " open", text=escape(whole)),
    ]
    return Response(PAGE.format(title=escape(title), body="\n".join(parts)), 500, mimetype="text/html")


def view_of(context: Context | None) -> list[FrameSummary]:
    """Return the beginning of the view of the request at hand: for an error without a frame of the program."""
    app: Any = context.app if context else None
    view = app.view_functions.get(context.rule.endpoint) if context and context.rule else None
    code = getattr(unwrap(view) if view else None, "__code__", None)
    return [FrameSummary(code.co_filename, code.co_firstlineno, code.co_name)] if code else []


def frame_section(frame: FrameSummary) -> str:
    """Return the lines of the program around the one of a ``frame``, which is marked."""
    number = frame.lineno or 0
    lines = linecache.getlines(frame.filename)
    first = max(1, number - AROUND)
    shown = [
        f"{'<mark>' if at == number else ''}{at:>5}  {escape(line.rstrip())}{'</mark>' if at == number else chr(10)}"
        for at, line in enumerate(lines[first - 1 : number + AROUND], first)
    ]
    return f"<h2>{escape(frame.filename)}, line {number}, in {escape(frame.name)}</h2>\n<pre>{''.join(shown)}</pre>"


def templates_section(context: Context | None, error: BaseException) -> str:
    """Return the list of the templates that there are, if the ``error`` is that one is not there."""
    if context is None or type(error).__name__ != "TemplateNotFound":
        return ""
    app: Any = context.app
    names = app.jinja_env.list_templates()
    found = "".join(f"<li>{escape(name)}</li>" for name in names) or "<li>There is no template in this folder.</li>"
    folder = f"{app.root_path}/{app.template_folder}"
    return f"<h2>The templates in {escape(folder)}</h2>\n{near(str(getattr(error, 'name', '')), names)}<ul>{found}</ul>"


def near(text: str, known: Iterable[str]) -> str:
    """Return the sentence that names what comes nearest to a ``text``, empty if nothing does."""
    found = get_close_matches(text, list(known), 1)
    return f"<p>Did you mean <b>{escape(found[0])}</b>?</p>\n" if found else ""


def request_section(context: Context) -> str:
    """Return the table of the request: its line, the rule and the values that the router found, its headers."""
    environ = context.environ
    headers = {name: "(not shown)" if name in SECRET else environ[name] for name in sorted(environ) if is_header(name)}
    rows = {
        "request": f"{environ.get('REQUEST_METHOD', '')} {path_of(environ)}",
        "query": environ.get("QUERY_STRING", ""),
        "rule": context.rule.rule if context.rule else "",
        "values": context.view_args or "",
        **{name.removeprefix("HTTP_").replace("_", "-").title(): value for name, value in headers.items()},
    }
    return f"<h2>The request</h2>\n{table((name, str(value)) for name, value in rows.items() if value != '')}"


def is_header(name: str) -> bool:
    """Return whether a key of environ stands for a header (PEP 3333)."""
    return name.startswith("HTTP_") or name in ("CONTENT_TYPE", "CONTENT_LENGTH")


def table(rows: Iterable[tuple[str, ...]]) -> str:
    """Return the ``rows`` as a table of HTML."""
    lines = ["<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in row) + "</tr>" for row in rows]
    return f"<table>{''.join(lines)}</table>"


def rules_page(context: Context, error: HTTPException) -> Response:
    """Return the response for a path that no rule matches: the rules that there are."""
    app: Any = context.app
    path = path_of(context.environ)
    rules = [(str(rule), ", ".join(sorted(rule.methods or ["any"])), str(rule.endpoint)) for rule in app.url_map.rules]
    body = (
        f"<p>No rule of this application matches <b>{escape(path)}</b>.</p>\n{near(path, [rule for rule, *_ in rules])}"
        f"<h2>The rules</h2>\n{table([('Rule', 'Methods', 'Endpoint'), *rules])}\n{request_section(context)}"
    )
    return Response(PAGE.format(title=escape(error.status), body=body), error.code, mimetype="text/html")
