"""The debug page: the line of the program that raised an exception, the request, and the whole traceback.

It shows text and runs nothing.
"""

from __future__ import annotations

from contextlib import suppress
from ipaddress import ip_address
from traceback import format_exception
from typing import Any
from wsgiref.types import WSGIEnvironment

from wsgi_apps.application.context import CURRENT, Context
from wsgi_apps.development.error_sections import error_sections
from wsgi_apps.development.explanation import Explanation
from wsgi_apps.development.lessons import lesson, said
from wsgi_apps.development.nearest_rule import difference, nearest
from wsgi_apps.development.sections import Section
from wsgi_apps.environ import host_of, path_of
from wsgi_apps.exceptions import HTTPException, MethodNotAllowed, SecurityError
from wsgi_apps.extensions.response import Response
from wsgi_apps.extensions.urls import PORT

#: The key of environ by which the development server allows this page.
EXPLAINS = "wsgi_apps.explains"
#: The headers by which a proxy says for whom it asks.
FORWARDED = ("HTTP_FORWARDED", "HTTP_X_FORWARDED_FOR", "HTTP_X_FORWARDED_HOST", "HTTP_X_REAL_IP", "HTTP_VIA")


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
    page = Explanation(CURRENT.get(None))
    whole = "".join(format_exception(error))
    page.mask.remember_in(whole)
    copied = Section(page.say("whole"), text=whole, folded=True)
    sections = [*error_sections(page, error), *page.request(), copied]
    return page.response(500, type(error).__name__, said(error), page.lesson(lesson(error)), sections)


def rules_page(context: Context, error: HTTPException) -> Response:
    """Return the response for a path that no rule matches, or not with this method: the rules that there are."""
    page = Explanation(context)
    path, app = path_of(context.environ), context.app
    words, lab = [page.say("mounted")] if context.environ.get("SCRIPT_NAME") else [], lesson(error)
    if isinstance(error, MethodNotAllowed):
        why, near = "matches", [candidate[0] for candidate in app.url_map.candidates(path)]
        method = context.environ.get("REQUEST_METHOD", "")
        words.insert(0, page.say("no method", path=path, method=method, methods=", ".join(error.valid_methods)))
    else:
        best = nearest(app.url_map.rules, path)
        why, near = "nearest", [best] if best else []
        more, lab = compared(page, best, path, lab)
        words = [page.say("no rule", path=path), *more, *words]
    words += page.lesson(lab)
    return page.response(
        error.code, error.status, "", words, [page.rules(near, why), *page.request()], error.get_headers()
    )


def compared(page: Explanation, rule: Any, path: str, lab: str) -> tuple[list[str], str]:
    """Return the sentence on where the nearest ``rule`` differs from a ``path``, and the lab that teaches it."""
    if rule is None:
        return [], lab
    key, values = difference(rule, path)
    return [page.say(key, rule=str(rule), **values)], "lab03_url_variables" if key in ("variable", "refused") else lab
