"""Who may see X-ray: only a client of this machine, at a server that only this machine reaches."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import suppress
from ipaddress import ip_address
from typing import Any

from wsgi_apps.development.traceback_page import EXPLAINS, is_loopback, may_explain

#: The settings by which uWSGI listens.
SOCKETS = {"socket", "uwsgi-socket", "http", "http-socket", "http11-socket", "https", "https-socket"}


def is_ours(environ: dict[str, Any]) -> bool:
    """Return whether a request comes from this machine to a server that only this machine reaches.

    The Host header has to be a name of this machine too: a page of the web can have the name of its site made to point
    to 127.0.0.1. A proxy in front speaks for clients elsewhere.
    """
    explained = may_explain({**environ, EXPLAINS: True})  # the same rule as that of the debug page
    return explained and "REMOTE_ADDR" in environ and all(map(is_loopback, bound(environ)))


def bound(environ: dict[str, Any]) -> Iterator[str]:
    """Yield the addresses at which the server listens, as far as they are known."""
    name = environ.get("SERVER_NAME", "")
    with suppress(ValueError):
        yield str(ip_address(name.strip("[]")))  # gunicorn and wsgiref name the address
    uwsgi: Any = sys.modules.get("uwsgi")
    for option, value in getattr(uwsgi, "opt", {}).items():
        if option in SOCKETS:
            values = value if isinstance(value, list) else [value]
            yield from filter(None, map(host_in, values))


def host_in(address: bytes | str) -> str:
    """Return the host of an address of uWSGI, ``127.0.0.1:8000``; empty for a file, all addresses without a host."""
    text = address.decode() if isinstance(address, bytes) else address
    host, colon, _ = text.partition(",")[0].rpartition(":")
    return (host.strip("[]") or "0.0.0.0") if colon else ""
