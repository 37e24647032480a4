"""Cookies: the Cookie header read, Set-Cookie written (RFC 6265)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta
from typing import Literal
from urllib.parse import quote

from wsgi_apps.environ import TOKEN, decoded
from wsgi_apps.extensions.dates import Moment, http_date
from wsgi_apps.extensions.headers import ResponseHeaders
from wsgi_apps.messages.multidict import MultiDict

#: A name that is read: browsers keep and send far more than a server may set (RFC 6265, 5.2).
READ_NAME = re.compile(r'[^\x00-\x20"=;\x7f]+')
PLAIN = re.compile(r"[!#-+\--:<-\[\]-~]*")  # RFC 6265, 4.1.1: cookie-octet
ESCAPE = re.compile(rb'\\(?:([0-3][0-7]{2})|(["\\]))')
#: The text in quotes of each byte that is not a cookie-octet.
ESCAPED = {byte: f"\\{byte:03o}" for byte in range(256) if not PLAIN.fullmatch(chr(byte))}
ESCAPED |= {ord(" "): " ", ord('"'): '\\"', ord("\\"): "\\\\"}
ENDS = "holds a character that would end it: leave it out"
#: A pattern for the values of each attribute, and the message for any other value.
RULES = {
    "Domain": (re.compile(r"[a-z0-9._-]*", re.IGNORECASE), ENDS),  # with _, as hosts in containers are called
    "Expires": (re.compile(r"[ -:<-~]*"), ENDS),  # RFC 6265, 4.1.1: any CHAR except CTLs or ";"
    "SameSite": (re.compile(r"Strict|Lax|None"), "is not one of 'Strict', 'Lax', 'None'"),
}


def parse_cookies(header: str) -> MultiDict[str]:
    """Return the cookies of a Cookie header. Of a repeated name the first one counts: it has the longest path.

    Another program of the same domain may have set any of them, so names are not only tokens. The cost is linear. A
    malformed cookie is passed over: it must not hide the others.
    """
    cookies: dict[str, list[str]] = {}
    for part in header.split(";"):
        name, equals, value = part.strip(" \t").partition("=")
        name = name.rstrip(" \t")
        if equals and READ_NAME.fullmatch(name):
            cookies.setdefault(decoded(name), []).append(cookie_value(value.lstrip(" \t")))
    return MultiDict(cookies)


def cookie_value(text: str) -> str:
    r"""Return the value of a cookie's ``text``, decoded as UTF-8; in quotes, ``\ooo`` stands for a byte."""
    if len(text) < 2 or not text[0] == text[-1] == '"':
        return decoded(text)
    raw = text[1:-1].encode("latin-1", "replace")
    return ESCAPE.sub(lambda found: bytes([int(found[1], 8)]) if found[1] else found[2], raw).decode("utf-8", "replace")


def quoted_value(value: str) -> str:
    r"""Return ``value`` as Set-Cookie carries it: in quotes, with ``\ooo`` for bytes that are not cookie-octets."""
    return value if PLAIN.fullmatch(value) else f'"{value.encode().decode("latin-1").translate(ESCAPED)}"'


class SetsCookies:
    """The methods of a response that write cookies, each as a header Set-Cookie."""

    headers: ResponseHeaders

    def set_cookie(
        self,
        key: str,
        value: str = "",
        max_age: timedelta | int | None = None,
        expires: Moment | None = None,
        path: str | None = "/",
        domain: str | None = None,
        secure: bool = False,
        httponly: bool = False,
        samesite: Literal["Strict", "Lax", "None"] | str | None = None,
        partitioned: bool = False,
    ) -> None:
        """Let the client keep a cookie. ``max_age``, and ``expires`` as a number (Unix time), are in seconds.

        Raises ValueError for a ``key`` that is not a token, for an attribute that would end early, and for a prefix
        ``__Host-`` or ``__Secure-`` whose conditions are not met.
        """
        refuse_name(key, path, domain, secure or partitioned)
        attributes = {
            "Domain": domain.partition(":")[0].lstrip(".").encode("idna").decode("ascii") if domain else None,
            "Expires": None if expires is None else http_date(expires),
            "Max-Age": None if max_age is None else seconds(max_age),
            "Secure": bool(secure or partitioned),
            "HttpOnly": bool(httponly),
            "Path": None if path is None else quote(path, safe="%!$&'()*+,/:=@"),
            "SameSite": None if samesite is None else samesite.title(),
            "Partitioned": bool(partitioned),
        }
        self.headers.add("Set-Cookie", "; ".join([f"{key}={quoted_value(value)}", *words(attributes)]))

    def delete_cookie(
        self,
        key: str,
        path: str | None = "/",
        domain: str | None = None,
        secure: bool = False,
        httponly: bool = False,
        samesite: Literal["Strict", "Lax", "None"] | str | None = None,
        partitioned: bool = False,
    ) -> None:
        """Let the client forget a cookie. Give the path and the domain with which it was set."""
        self.set_cookie(key, "", 0, 0, path, domain, secure, httponly, samesite, partitioned)


def refuse_name(name: str, path: str | None, domain: str | None, secure: bool) -> None:
    """Raise ValueError if browsers drop a cookie of that name (RFC 6265, 4.1.1; 6265bis, 4.1.3)."""
    if not TOKEN.fullmatch(name):
        raise ValueError(f"the cookie name {name!r} is not a token: write letters, digits, - and _")
    if name.lower().startswith(("__secure-", "__host-")) and not secure:
        raise ValueError(f"the cookie {name!r} needs secure=True: its prefix promises it")
    if name.lower().startswith("__host-") and (domain or path != "/"):
        raise ValueError(f"the cookie {name!r} needs path='/' and no domain: its prefix promises it")


def words(attributes: dict[str, str | int | None]) -> Iterator[str]:
    """Yield the attributes as they are sent: True is the name alone, None and False nothing. Raises ValueError."""
    for name, value in attributes.items():
        if value is None or value is False:
            continue
        rule = RULES.get(name)
        if rule and not rule[0].fullmatch(str(value)):
            raise ValueError(f"the cookie attribute {name.lower()}={value!r} {rule[1]}")
        yield name if value is True else f"{name}={value}"


def seconds(age: timedelta | int) -> int:
    """Return an age in whole seconds."""
    return int(age.total_seconds() if isinstance(age, timedelta) else age)
