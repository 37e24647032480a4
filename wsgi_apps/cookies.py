"""Cookies: the Cookie header read, Set-Cookie written (RFC 6265)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime, formatdate
from typing import Literal
from urllib.parse import quote

from wsgi_apps.location import decoded
from wsgi_apps.multidict import MultiDict

NAME = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")  # RFC 6265, 4.1.1: a token
PLAIN = re.compile(r"[!#-+\--:<-\[\]-~]*")  # RFC 6265, 4.1.1: cookie-octet
ATTRIBUTE = re.compile(r"[ -:<-~]*")  # RFC 6265, 4.1.1: any CHAR except CTLs or ";"
DOMAIN = re.compile(r"[a-z0-9.-]*", re.IGNORECASE)
ESCAPE = re.compile(rb'\\(?:([0-3][0-7]{2})|(["\\]))')


def parse_cookies(header: str) -> MultiDict[str]:
    """Return the cookies of a Cookie header (str). Of a repeated name the first one counts: it has the longest path.

    The cost is linear, and what is no cookie is passed over: one broken cookie must not hide the others.
    """
    return MultiDict.from_pairs(cookie_pairs(header))


def cookie_pairs(header: str) -> Iterator[tuple[str, str]]:
    """Yield the names and values (str) of a Cookie header (str)."""
    for part in header.split(";"):
        name, equals, value = part.strip(" \t").partition("=")
        name = name.rstrip(" \t")
        if equals and NAME.fullmatch(name):
            yield name, cookie_value(value.lstrip(" \t"))


def cookie_value(text: str) -> str:
    r"""Return the value (str) that ``text`` stands for: in quotes, ``\ooo`` is a byte. Bytes are read as UTF-8."""
    if len(text) < 2 or not text[0] == text[-1] == '"':
        return decoded(text)
    raw = text[1:-1].encode("latin-1", "replace")
    return ESCAPE.sub(lambda found: bytes([int(found[1], 8)]) if found[1] else found[2], raw).decode("utf-8", "replace")


def quoted_value(value: str) -> str:
    r"""Return ``value`` (str) as it may stand in Set-Cookie: other bytes than cookie-octets as ``\ooo`` in quotes."""
    if PLAIN.fullmatch(value):
        return value
    return '"' + "".join(octet(byte) for byte in value.encode("utf-8")) + '"'


def octet(byte: int) -> str:
    """Return one byte (int) of a quoted value."""
    character = chr(byte)
    if character in '"\\':
        return "\\" + character
    return character if character == " " or PLAIN.fullmatch(character) else f"\\{byte:03o}"


def set_cookie_header(
    name: str,
    value: str = "",
    max_age: timedelta | int | None = None,
    expires: str | datetime | float | None = None,
    path: str | None = "/",
    domain: str | None = None,
    secure: bool = False,
    httponly: bool = False,
    samesite: Literal["Strict", "Lax", "None"] | str | None = None,
    partitioned: bool = False,
) -> str:
    """Return the value of a Set-Cookie header (str).

    ``max_age`` is in seconds, ``expires`` a datetime, a Unix time in seconds or a text. Raises ValueError for a name that is
    no token, for an attribute that would end early, and for a prefix ``__Host-`` or ``__Secure-`` that does not hold.
    """
    if not NAME.fullmatch(name):
        raise ValueError(f"the cookie name {name!r} is no token: write letters, digits, - and _")
    secure = secure or partitioned
    refuse_prefix(name, path, domain, secure)
    words = [f"{name}={quoted_value(value)}"]
    if domain:
        words.append("Domain=" + checked("domain", domain.lstrip(".").encode("idna").decode("ascii"), DOMAIN))
    words += lifetime(expires, max_age) + ["Secure"] * secure + ["HttpOnly"] * httponly
    if path is not None:
        words.append("Path=" + quote(path, safe="%!$&'()*+,/:=@"))
    if samesite is not None:
        words.append("SameSite=" + same_site(samesite))
    return "; ".join(words + ["Partitioned"] * partitioned)


def lifetime(expires: str | datetime | float | None, max_age: timedelta | int | None) -> list[str]:
    """Return the attributes (list of str) that say how long a browser keeps the cookie."""
    words = []
    if expires is not None:
        words.append("Expires=" + checked("expires", http_date(expires), ATTRIBUTE))
    if max_age is not None:
        words.append(f"Max-Age={seconds(max_age)}")
    return words


def refuse_prefix(name: str, path: str | None, domain: str | None, secure: bool) -> None:
    """Raise ValueError if a browser would throw the cookie away for its name (RFC 6265bis, 4.1.3)."""
    if name.lower().startswith(("__secure-", "__host-")) and not secure:
        raise ValueError(f"the cookie {name!r} needs secure=True: its prefix promises it")
    if name.lower().startswith("__host-") and (domain or path != "/"):
        raise ValueError(f"the cookie {name!r} needs path='/' and no domain: its prefix promises it")


def checked(attribute: str, value: str, allowed: re.Pattern[str]) -> str:
    """Return ``value`` (str). Raises ValueError if it holds what is not ``allowed`` in this attribute (str)."""
    if not allowed.fullmatch(value):
        raise ValueError(
            f"the cookie attribute {attribute}={value!r} holds a character that would end it: leave it out"
        )
    return value


def same_site(value: str) -> str:
    """Return the spelling (str) of a SameSite value. Raises ValueError for another one."""
    if value.title() not in ("Strict", "Lax", "None"):
        raise ValueError(f"samesite={value!r} is none of 'Strict', 'Lax', 'None'")
    return value.title()


def seconds(age: timedelta | int) -> int:
    """Return an age (timedelta or int) in seconds (int)."""
    return int(age.total_seconds()) if isinstance(age, timedelta) else int(age)


def http_date(moment: str | datetime | float) -> str:
    """Return a moment (a datetime, a Unix time in seconds, or text) as HTTP writes it (str; RFC 9110, 5.6.7)."""
    if isinstance(moment, str):
        return moment
    if isinstance(moment, datetime):  # one without a zone is taken for UTC
        return format_datetime(moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC), usegmt=True)
    return formatdate(moment, usegmt=True)
