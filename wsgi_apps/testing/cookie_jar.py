"""The cookies of a test client, kept as a browser keeps them (RFC 6265)."""

from __future__ import annotations

import re
from typing import NamedTuple
from urllib.parse import quote
from wsgiref.types import WSGIEnvironment

from wsgi_apps.extensions.cookies import parse_cookies
from wsgi_apps.extensions.dates import unix_time
from wsgi_apps.extensions.response import Response


class Cookie(NamedTuple):
    """A kept cookie, with its ``value`` as it was sent; ``origin_only``: hosts below the domain do not get it."""

    key: str
    value: str
    domain: str
    path: str
    origin_only: bool

    @property
    def decoded_value(self) -> str:
        """The value as the program set it."""
        return parse_cookies(f"{self.key}={self.value}")[self.key]

    def is_for(self, host: str, path: str) -> bool:
        """Return whether a request to a ``path`` of a ``host`` carries the cookie (RFC 6265, 5.4)."""
        is_below = not self.origin_only and host.endswith(f".{self.domain}")
        return (host == self.domain or is_below) and f"{path}/".startswith(f"{self.path.rstrip('/')}/")


class CookieJar(dict[tuple[str, str, str], Cookie]):
    """The cookies by domain, path and name."""

    def pairs_for(self, host: str, path: str) -> list[str]:
        """Return the cookies that a request to a ``path`` of a ``host`` carries, each as ``name=value``."""
        return [f"{cookie.key}={cookie.value}" for cookie in self.values() if cookie.is_for(host, path)]

    def take(self, response: Response, host: str, path: str) -> None:
        """Keep and forget cookies as Set-Cookie says in a ``response`` from a ``path`` of a ``host``."""
        for line in response.headers.getlist("Set-Cookie"):
            pair, *words = line.split(";")
            key, _, value = pair.partition("=")
            said = {word.strip().lower(): text for word, _, text in (word.partition("=") for word in words)}
            place = said.get("path") or path.rpartition("/")[0] or "/"
            cookie = Cookie(key, value, said.get("domain", host), place, "domain" not in said)
            if said.get("max-age") == "0" or unix_time(said.get("expires", "")) == 0:
                self.pop((cookie.domain, place, key), None)
            else:
                self[cookie.domain, place, key] = cookie


def place_of(environ: WSGIEnvironment) -> tuple[str, str]:
    """Return the host and the percent-encoded path of a request."""
    path = quote(environ["SCRIPT_NAME"] + environ["PATH_INFO"], safe="!$&'()*+,/:=@", encoding="latin-1")
    return re.sub(r":\d*$", "", environ["HTTP_HOST"]), path
