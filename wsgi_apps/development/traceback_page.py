"""The debug page: the traceback of an unhandled exception. It shows text and runs nothing."""

from __future__ import annotations

from contextlib import suppress
from html import escape
from ipaddress import ip_address
from traceback import format_exception
from wsgiref.types import WSGIEnvironment

from wsgi_apps.environ import PORT, host_of
from wsgi_apps.exceptions import SecurityError
from wsgi_apps.extensions.response import Response

#: The key of environ with which the development server allows this page.
EXPLAINS = "wsgi_apps.explains"
#: The headers by which a proxy says for whom it asks.
FORWARDED = ("HTTP_FORWARDED", "HTTP_X_FORWARDED_FOR", "HTTP_X_FORWARDED_HOST", "HTTP_X_REAL_IP", "HTTP_VIA")
PAGE = """<!doctype html>
<html lang=en>
<title>{title}</title>
<h1>{title}</h1>
<p>The program raised this exception. Only the development server shows it, in debug mode, to its own machine.</p>
<pre>{traceback}</pre>
"""


def may_explain(environ: WSGIEnvironment) -> bool:
    """Return whether the debug page may be shown: the server allows it, and the client is at this machine.

    The Host header has to be a name of this machine too. A page of the web can have the name of its site made to point to
    127.0.0.1, and read what the browser gets from there. A proxy in front speaks for clients elsewhere.
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
    """Return the response 500 that shows an ``error`` with its traceback."""
    title = f"{type(error).__name__}: {error}"
    text = "".join(format_exception(error))
    return Response(PAGE.format(title=escape(title), traceback=escape(text)), 500)
