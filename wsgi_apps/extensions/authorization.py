"""The Authorization header of a request (RFC 9110, 11.6.2)."""

from __future__ import annotations

from base64 import b64decode
from binascii import Error
from typing import NamedTuple


class Authorization(NamedTuple):
    """Credentials: ``type`` in lower case, and either ``username`` and ``password`` or ``token``."""

    type: str
    username: str | None = None
    password: str | None = None
    token: str | None = None


def parse_authorization(header: str | None) -> Authorization | None:
    """Return the credentials of a header; None if there are none, or if Basic ones cannot be decoded."""
    scheme, space, rest = (header or "").partition(" ")
    if not space or not scheme:
        return None
    if scheme.lower() != "basic":
        return Authorization(scheme.lower(), token=rest.strip())
    try:  # RFC 7617, 2: base64 of name, colon and password
        name, colon, password = b64decode(rest.strip().encode("ascii"), validate=True).decode("utf-8").partition(":")
    except (Error, UnicodeError):
        return None
    return Authorization("basic", name, password) if colon else None
