"""URLs: building them, and telling one's own from a stranger's."""

from __future__ import annotations

import re
from typing import Any

from wsgi_apps.context import current_context

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


def is_local_url(url: str) -> bool:
    """Return whether a URL (str) leads to this server whatever browser reads it (bool): ask before a redirect.

    It has to be a path from the root. Browsers take a backslash for a slash, drop tabs and line breaks, and strip spaces
    (WHATWG URL, 4.4), so a URL with any of these is not local, however harmless it looks.
    """
    return bool(LOCAL.fullmatch(url))
