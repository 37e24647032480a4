"""URLs: building them, and telling one's own from a stranger's."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from wsgi_apps.context import CURRENT, current_context
from wsgi_apps.location import root_of

if TYPE_CHECKING:
    from wsgi_apps.equipment import Equipment

ANCHOR = "%!#$&'()*+,/:;=?@"  # what stays as it is after the # of a URL
LOCAL = re.compile(r"/(?![/\\])[^\x00-\x20\\\x7f]*")


def url_for(
    endpoint: str,
    *,
    _anchor: str | None = None,
    _method: str | None = None,
    _scheme: str | None = None,
    _external: bool | None = None,
    **values: Any,
) -> str:
    """Return the URL (str) of an ``endpoint`` (str), with ``values`` for its variables; what is left is the query.

    ``_anchor`` (str) follows after ``#``; ``_external`` (bool) makes it a whole URL, with ``_scheme`` (str) if given;
    ``_method`` (str) chooses among rules of one endpoint. Raises ``router.BuildError``.
    """
    return current_context().app.url_for(
        endpoint, _anchor=_anchor, _method=_method, _scheme=_scheme, _external=_external, **values
    )


def build_url(
    app: Equipment,
    endpoint: str,
    *,
    _anchor: str | None = None,
    _method: str | None = None,
    _scheme: str | None = None,
    _external: bool | None = None,
    **values: Any,
) -> str:
    """Return the URL (str) of an endpoint of ``app``; see ``url_for``."""
    context = CURRENT.get(None)
    environ = context.environ if context is not None else None
    default_method = "GET" if environ is None else environ["REQUEST_METHOD"]
    root = app.config["APPLICATION_ROOT"].rstrip("/") if environ is None else root_of(environ)
    url = app.url_map.build(endpoint.removeprefix("."), values, _method, default_method, root)
    if _external is None:
        _external = _scheme is not None or environ is None
    if _external:
        url = f"{_scheme or scheme_of(app)}://{server_of(app)}{url}"
    return url if _anchor is None else f"{url}#{quote(_anchor, safe=ANCHOR)}"


def scheme_of(app: Equipment) -> str:
    """Return the scheme (str) of the request, or of the configuration where there is none."""
    context = CURRENT.get(None)
    scheme: str = app.config["PREFERRED_URL_SCHEME"]
    return scheme if context is None or context.environ is None else context.request.scheme


def server_of(app: Equipment) -> str:
    """Return the host (str) of the configuration, or else of the request. Raises RuntimeError if there is neither."""
    if app.config["SERVER_NAME"]:
        return str(app.config["SERVER_NAME"])
    context = CURRENT.get(None)
    if context is None or context.environ is None:
        raise RuntimeError("outside a request url_for does not know the host: set app.config['SERVER_NAME']")
    return context.request.host


def is_local_url(url: str) -> bool:
    """Return whether a URL (str) leads to this server whatever browser reads it (bool): ask before a redirect.

    It has to be a path from the root. Browsers take a backslash for a slash, drop tabs and line breaks, and strip spaces
    (WHATWG URL, 4.4), so a URL with any of these is not local, however harmless it looks.
    """
    return bool(LOCAL.fullmatch(url))
