"""What is wrong with a status, with headers, and with a whole response: pairs of a rule and a detail."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

Breaches = Iterator[tuple[str, str]]

TOKEN = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")  # RFC 9110, 5.6.2
STATUS = re.compile(r"[1-5]\d\d .*")
CONTROL = re.compile(r"[\x00-\x08\x0a-\x1f\x7f]")  # a tab may stand in a value (RFC 9110, 5.5)
PLAIN_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_-]*(?<![-_])")
TWO_COOKIES = re.compile(r",\s*[\w-]+=")
BODILESS = {204, 304}  # RFC 9110, 15.3.5 and 15.4.5
REDIRECTS = {301, 302, 303, 307, 308}
NEEDED = {405: "Allow", 401: "WWW-Authenticate", **dict.fromkeys(REDIRECTS, "Location")}
ONCE = ("Content-Type", "Location", "ETag", "Date")
HOP_BY_HOP = {
    *("connection", "keep-alive", "proxy-authenticate", "proxy-authorization"),
    *("te", "trailers", "transfer-encoding", "upgrade"),
}
MANY, TINY = 500, 8  # parts of a body, and bytes of each, from which they are too small
LETTERS = 16  # parts of one byte each that make a body one part a letter


def is_latin1(text: str) -> bool:
    """Return whether a text can be sent in a header (PEP 3333, Unicode Issues)."""
    return all(ord(character) < 256 for character in text)


def status_breaches(status: Any) -> Breaches:
    """Yield what is wrong with a status."""
    if type(status) is not str:
        yield "W201", f"{status!r}: {type(status).__name__}"
    elif CONTROL.search(status) or not is_latin1(status):
        yield "W203", repr(status)
    elif not STATUS.fullmatch(status):
        yield "W202", repr(status)
    elif status.startswith("1"):
        yield "W204", repr(status)


def header_breaches(headers: Any) -> Breaches:
    """Yield what is wrong with a list of headers; the detail begins with the name of the header."""
    if type(headers) is not list:
        yield "W301", type(headers).__name__
        headers = headers if isinstance(headers, (tuple, set, frozenset)) else []
    pairs = []
    for pair in headers:
        if type(pair) is not tuple or len(pair) != 2:
            yield "W302", repr(pair)
        elif type(pair[0]) is not str or type(pair[1]) is not str:
            yield "W303", f"{pair[0]}: {pair[1]!r}"
        else:
            pairs.append(pair)
            yield from pair_breaches(*pair)
    yield from list_breaches(pairs)


def pair_breaches(name: str, value: str) -> Breaches:
    """Yield what is wrong with one header."""
    if not TOKEN.fullmatch(name):
        yield "W304", repr(name)
        return
    if name.lower() == "status":
        yield "W308", f"{name}: {value}"
    if name.lower() in HOP_BY_HOP:
        yield "W307", f"{name}: {value}"
    if not PLAIN_NAME.fullmatch(name):
        yield "W316", name
    yield from value_breaches(name, value)


def value_breaches(name: str, value: str) -> Breaches:
    """Yield what is wrong with the value of a header."""
    if CONTROL.search(value):
        yield "W305", f"{name}: {value!r}"
    elif not is_latin1(value):
        yield "W306", f"{name}: {value!r}"
    elif value != value.strip():
        yield "W314", f"{name}: {value!r}"
    if name.lower() == "set-cookie" and TWO_COOKIES.search(value):
        yield "W313", f"{name}: {value}"


def list_breaches(pairs: list[tuple[str, str]]) -> Breaches:
    """Yield what is wrong with the headers together."""
    lengths = values(pairs, "Content-Length")
    if len(lengths) > 1 or any(not (one.isascii() and one.isdigit()) for one in lengths):
        yield "W309", f"Content-Length: {', '.join(lengths)}"
    for name in ONCE:
        if len(values(pairs, name)) > 1:
            yield "W312", f"{name}: {', '.join(values(pairs, name))}"


def values(headers: list[tuple[str, str]], name: str) -> list[str]:
    """Return all values of a header."""
    return [value for key, value in headers if isinstance(key, str) and key.lower() == name.lower()]


def whole_breaches(method: str, status: int, headers: list[tuple[str, str]], chunks: list[bytes]) -> Breaches:
    """Yield what can be seen only at the end of a response."""
    size = sum(map(len, chunks))
    lengths = values(headers, "Content-Length")
    if method == "HEAD" and size:
        yield "W406", f"{size} bytes"
    elif status in BODILESS and size:
        yield "W407", f"{status}, {size} bytes"
    elif method != "HEAD" and status not in BODILESS and len(lengths) == 1 and lengths[0].isascii():
        yield from length_breaches(lengths[0], size)
    if status == 204 and lengths:
        yield "W408", f"Content-Length: {lengths[0]}"
    if NEEDED.get(status) and not values(headers, NEEDED[status]):
        yield "W205", f"{status}: {NEEDED[status]}"
    yield from type_breaches(status, values(headers, "Content-Type"), chunks)
    yield from size_breaches([len(chunk) for chunk in chunks if chunk])


def length_breaches(announced: str, size: int) -> Breaches:
    """Yield whether the Content-Length that was announced is not the size of the body in bytes."""
    if announced.isdigit() and int(announced[:20]) != size:
        yield ("W404" if int(announced[:20]) < size else "W405"), f"Content-Length: {announced[:20]}, body: {size}"


def type_breaches(status: int, types: list[str], chunks: list[bytes]) -> Breaches:
    """Yield what is wrong with the Content-Type of a body."""
    if not types and any(chunks) and status not in BODILESS:
        yield "W310", ""
    elif not types and status not in BODILESS:
        yield "W317", ""
    elif types and status in BODILESS:
        yield "W315", f"{status}, Content-Type: {types[0]}"
    untold = bool(types) and types[0].lower().startswith("text/") and "charset=" not in types[0].lower()
    if untold and not b"".join(chunks).isascii():
        yield "W311", f"Content-Type: {types[0]}"


def size_breaches(sizes: list[int]) -> Breaches:
    """Yield whether a body comes in too many tiny parts; ``sizes`` are in bytes."""
    letters = len(sizes) >= LETTERS and max(sizes) == 1
    if letters or (len(sizes) >= MANY and max(sizes) < TINY):
        yield "W413", f"{len(sizes)} × {max(sizes)}"
