"""Building whole URLs, and checking that a URL is local and that a host is trusted."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

from wsgi_apps.application.context import Context
from wsgi_apps.environ import root_of
from wsgi_apps.exceptions import SecurityError
from wsgi_apps.routing.router import Router

#: The arguments of ``url_for`` that are not values of the rule.
OPTIONS = ("_anchor", "_method", "_scheme", "_external")
PORT = re.compile(r":\d*\Z")
ANCHOR = "%!#$&'()*+,/:;=?@"  # the characters that stay as they are after the # of a URL
LOCAL = re.compile(r"/(?![/\\])[^\x00-\x20\\\x7f]*")


def build_url(
    url_map: Router,
    config: Mapping[str, Any],
    context: Context | None,
    endpoint: str,
    values: Mapping[str, Any],
    _anchor: str | None = None,
    _method: str | None = None,
    _scheme: str | None = None,
    _external: bool | None = None,
) -> str:
    """Return the URL of an endpoint, as ``url_for`` does; the ``context`` is that of a request, or None.

    Raises BuildError, ValueError for a scheme without a host, and RuntimeError if no host is known.
    """
    request = None if context is None else context.request
    default_method = "GET" if request is None else request.method
    root = config["APPLICATION_ROOT"].rstrip("/") if request is None else root_of(request.environ)
    path = root + url_map.build(endpoint, values, _method, default_method)
    anchor = "" if _anchor is None else f"#{quote(_anchor, safe=ANCHOR)}"
    if _external or (_external is None and (_scheme is not None or request is None)):
        usual = config["PREFERRED_URL_SCHEME"] if request is None else request.scheme
        scheme = usual if _scheme is None else _scheme
        start = f"{scheme}://" if scheme else "//"  # without a scheme it is that of the page with the link
        return f"{start}{config['SERVER_NAME'] or known_host(context)}{path}{anchor}"
    if _scheme is not None:
        raise ValueError(f"url_for cannot put _scheme={_scheme!r} into a path: leave out _external=False")
    return path + anchor


def known_host(context: Context | None) -> str:
    """Return the host of a request. Raises RuntimeError if there is no request."""
    if context is None:
        raise RuntimeError("outside a request url_for does not know the host: set app.config['SERVER_NAME']")
    return context.request.host


def is_local_url(url: str) -> bool:
    """Return whether a URL leads to this server in every browser: ask before you redirect to it.

    It has to be a path from the root. Browsers take a backslash for a slash, drop tabs and line breaks, and strip
    spaces (WHATWG URL, 4.4). A URL with any of these is not local, even if it looks harmless.
    """
    return bool(LOCAL.fullmatch(str(url)))


def check_trusted_host(host: str, trusted: str | list[str] | None) -> None:
    """Raise SecurityError (400) if there are ``trusted`` hosts and the ``host`` is not one of them; ports do not count.

    ``.example.com`` trusts the domain and every host below it.
    """
    name = PORT.sub("", host)
    names = [PORT.sub("", one.lower()) for one in ([trusted] if isinstance(trusted, str) else trusted or [name])]
    if not any(name == one or (one.startswith(".") and f".{name}".endswith(one)) for one in names):
        raise SecurityError("This server does not answer for the host that the request names. Ask the host itself.")
