"""Location: where a request arrived, and where a redirect sends it.

PEP 3333 ("Unicode Issues") hands over every text of a request as a str whose characters stand for bytes.
"""

from __future__ import annotations

import re
from urllib.parse import quote
from wsgiref.types import WSGIEnvironment

from wsgi_apps.exceptions import SecurityError
from wsgi_apps.routing.converters import SAFE

HOST = re.compile(
    r"""
    (   [a-z0-9-]{1,63} (?: \. [a-z0-9-]{1,63} )* \.?   # a name, or four numbers
      | \[ [0-9a-f:.]* : [0-9a-f:.]* \]                 # an IPv6 address
    )
    (?: : ( [1-9][0-9]{0,4} ) )?                        # a port
    """,
    re.VERBOSE,
)
DEFAULT_PORTS = {"http": ":80", "https": ":443"}


def decoded(text: str) -> str:
    """Return what the bytes in a ``text`` of environ say as UTF-8; what is not UTF-8 becomes U+FFFD."""
    return text if text.isascii() else text.encode("latin-1", "replace").decode("utf-8", "replace")


def path_of(environ: WSGIEnvironment) -> str:
    """Return the path of the request below the application (str, decoded); ``/`` if the server names none."""
    return decoded(environ.get("PATH_INFO", "/"))


def root_of(environ: WSGIEnvironment) -> str:
    """Return the path of the application (str, percent-encoded): nothing, or a slash in front and none at the end."""
    root = quote(decoded(environ.get("SCRIPT_NAME", "")).strip("/"), safe=SAFE)
    return f"/{root}" if root else ""


def host_of(environ: WSGIEnvironment) -> str:
    """Return the host that the request names (str, lower case), with its port unless the scheme implies it.

    Raises SecurityError (400) for what is no host (RFC 9112, section 3.2): it may end up in a link or a redirect.
    """
    server = environ["SERVER_NAME"]
    server = f"[{server}]" if ":" in server else server  # IPv6
    host: str = environ.get("HTTP_HOST", f"{server}:{environ['SERVER_PORT']}").lower()
    host = host.removesuffix(DEFAULT_PORTS.get(environ["wsgi.url_scheme"], ""))
    found = HOST.fullmatch(host)
    if found is None or len(found[1]) > 253 or int(found[2] or 0) > 65535:  # RFC 1035, section 2.3.4
        raise SecurityError("The Host header is not a host. Send a name such as example.com, with a port if need be.")
    return host


def redirect_url(environ: WSGIEnvironment, path: str) -> str:
    """Return the whole URL (str) of another ``path`` (str, percent-encoded) of the application, with the same query.

    Raises SecurityError as ``host_of`` does.
    """
    query = quote(environ.get("QUERY_STRING", "").encode("latin-1", "replace"), safe=SAFE + "%?")
    url = f"{environ['wsgi.url_scheme']}://{host_of(environ)}{root_of(environ)}/{path.lstrip('/')}"
    return f"{url}?{query}" if query else url
