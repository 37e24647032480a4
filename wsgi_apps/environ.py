"""The parts of ``environ`` that say where a request arrived: the path, the mount and the host. Standard library only.

PEP 3333 ("Unicode Issues") hands over every text of a request as a ``str`` whose characters stand for bytes.
"""

import re
from urllib.parse import quote
from wsgiref.types import WSGIEnvironment

from wsgi_apps.exceptions import SecurityError

#: A token of HTTP, such as a method or the name of a header (RFC 9110, 5.6.2).
TOKEN = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")
#: The characters that stay as they are in a path, beside letters and digits (WHATWG URL, path percent-encode set).
SAFE = "!$&'()*+,/:;=@"
NAME = r"[a-z0-9_-]{1,63}(?:\.[a-z0-9_-]{1,63})*\.?"  # or four numbers
IPV6 = r"\[[0-9a-f.]*:[0-9a-f:.]*\]"
HOST = re.compile(rf"({NAME}|{IPV6})(?::([1-9][0-9]{{0,4}}))?")  # with a port or without
LONGEST = 253 + len(":65535")  # characters of a host with its port (RFC 1035, 2.3.4)
DEFAULT_PORTS = {"http": ":80", "https": ":443"}


def decoded(text: str) -> str:
    """Decode a text of environ, whose characters are bytes, as UTF-8; invalid bytes become U+FFFD."""
    return text if text.isascii() else text.encode("latin-1", "replace").decode("utf-8", "replace")


def path_of(environ: WSGIEnvironment) -> str:
    """Return the decoded path of the request below the application; ``/`` if the server gives an empty one."""
    return decoded(environ.get("PATH_INFO", "/"))


def root_of(environ: WSGIEnvironment) -> str:
    """Return the percent-encoded path of the application: empty, or a slash in front and none at the end."""
    root = quote(decoded(environ.get("SCRIPT_NAME", "")).strip("/"), safe=SAFE)
    return f"/{root}" if root else ""


def scheme_of(environ: WSGIEnvironment) -> str:
    """Return the scheme of the request, ``https`` or ``http``.

    uWSGI takes ``wsgi.url_scheme`` from the header X-Forwarded-Proto, so a client may have written any text there.
    """
    return "https" if environ.get("wsgi.url_scheme") == "https" else "http"


def host_of(environ: WSGIEnvironment) -> str:
    """Return the host that the request names, in lower case, with its port unless the scheme implies it.

    Raises SecurityError (400) for a text that is not a host (RFC 9112, 3.2): it may end up in a link or a redirect.
    """
    server = environ.get("SERVER_NAME", "")
    server = f"[{server}]" if ":" in server else server  # IPv6
    host: str = environ.get("HTTP_HOST", f"{server}:{environ.get('SERVER_PORT', '')}").lower()
    host = host.removesuffix(DEFAULT_PORTS[scheme_of(environ)])
    found = HOST.fullmatch(host) if len(host) <= LONGEST else None
    if found is None or len(found[1]) > 253 or int(found[2] or 0) > 65535:
        raise SecurityError("The Host header is not a host. Send a name such as example.com, with a port if need be.")
    return host


def redirect_url(environ: WSGIEnvironment, path: str) -> str:
    """Return the whole URL of another percent-encoded ``path`` of the application, with the same query.

    Raises SecurityError as ``host_of`` does.
    """
    query = quote(environ.get("QUERY_STRING", "").encode("latin-1", "replace"), safe=SAFE + "%?")
    url = f"{scheme_of(environ)}://{host_of(environ)}{root_of(environ)}/{path.lstrip('/')}"
    return f"{url}?{query}" if query else url
