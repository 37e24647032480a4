"""URLs: building them, and telling one's own from a stranger's."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from wsgi_apps.application.context import CURRENT, current_context
from wsgi_apps.environ import root_of

if TYPE_CHECKING:
    from wsgi_apps.extensions.equipment import Equipment
    from wsgi_apps.extensions.request import Request

OPTIONS = ("_anchor", "_method", "_scheme", "_external")
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
    values: Mapping[str, Any],
    _anchor: str | None,
    _method: str | None,
    _scheme: str | None,
    _external: bool | None,
) -> str:
    """Return the URL (str) of an endpoint of ``app``; see ``url_for``. Raises ValueError for a scheme without a host."""
    context = CURRENT.get(None)
    request = context.request if context is not None and context.environ is not None else None
    config = app.config
    default_method = "GET" if request is None else request.method
    root = config["APPLICATION_ROOT"].rstrip("/") if request is None else root_of(request.environ)
    url = app.url_map.build(endpoint.removeprefix("."), values, _method, default_method, root)
    if _external or (_external is None and (_scheme is not None or request is None)):
        usual = config["PREFERRED_URL_SCHEME"] if request is None else request.scheme
        scheme = usual if _scheme is None else _scheme
        url = f"{scheme}://{config['SERVER_NAME'] or host_of(request)}{url}".removeprefix(
            ":"
        )  # without: the page's own
    elif _scheme is not None:
        raise ValueError(f"url_for has no place for _scheme={_scheme!r} in a path: leave out _external=False")
    return url if _anchor is None else f"{url}#{quote(_anchor, safe=ANCHOR)}"


def host_of(request: Request | None) -> str:
    """Return the host (str) of a request. Raises RuntimeError if there is none."""
    if request is None:
        raise RuntimeError("outside a request url_for does not know the host: set app.config['SERVER_NAME']")
    return request.host


def is_local_url(url: str) -> bool:
    """Return whether a URL (str) leads to this server whatever browser reads it (bool): ask before a redirect.

    It has to be a path from the root. Browsers take a backslash for a slash, drop tabs and line breaks, and strip spaces
    (WHATWG URL, 4.4), so a URL with any of these is not local, however harmless it looks.
    """
    return bool(LOCAL.fullmatch(url))
