"""A request of a check: as bytes for a server, and as the probe asks it in process."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, unquote_to_bytes, urlencode

from wsgi_apps.tools.check.asked import AUTO, Asked

SAFE = "/%?&=:@!$'()*+,;~<>[]|^{}\"`\\"
HOST = "127.0.0.1"


@dataclass(frozen=True)
class Sent:
    """A request with its values filled in. ``length`` is a Content-Length of its own."""

    method: str
    target: str
    headers: tuple[tuple[str, str], ...] = ()
    body: bytes = b""
    length: str | None = None
    chunked: bool = False
    raw: bytes = b""
    half_close: bool = False
    close_early: int | None = None
    environ: tuple[tuple[str, Any], ...] = ()
    mount: str = ""
    line: str = ""

    def asked(self) -> Asked:
        """Return the request as the probe sends it."""
        path, _, query = self.target.partition("?")
        below = path.removeprefix(self.mount) if self.mount else path
        length: str | None = AUTO if self.length is None else self.length
        return Asked(
            method=self.method,
            path=unquote_to_bytes(below).decode("latin-1"),
            query=query,
            headers=tuple((name, wire(value)) for name, value in self.headers if name.lower() != "host"),
            body=self.body,
            length=None if self.chunked else length,
            terminated=True if self.chunked else None,
            script_name=unquote_to_bytes(self.mount).decode("latin-1"),
            left_out=tuple(key for key, value in self.environ if value is False),
            close_after=self.close_early,
        )

    def wired(self) -> bytes:
        """Return the request as it is sent (RFC 9112)."""
        if self.raw:
            return self.raw
        lines = [f"{self.method} {self.target} HTTP/1.1"]
        names = {name.lower() for name, _ in self.headers}
        lines += [] if "host" in names else ["Host: localhost"]
        lines += [] if "connection" in names else ["Connection: close"]
        if self.chunked:
            lines.append("Transfer-Encoding: chunked")
        elif self.length is not None or self.body:
            lines.append(f"Content-Length: {len(self.body) if self.length is None else self.length}")
        lines += [f"{name}: {value}" for name, value in self.headers]
        head = "\r\n".join([*lines, "", ""]).encode()
        piece = b"%x\r\n%b\r\n" % (len(self.body), self.body) if self.body else b""
        return head + (piece + b"0\r\n\r\n" if self.chunked else self.body)

    @property
    def host(self) -> str:
        """Return the name of the server that the request has."""
        return next((value for name, value in self.headers if name.lower() == "host"), "localhost")

    @property
    def url(self) -> str:
        """Return the URL of the request."""
        return f"http://{self.host}{self.target}"

    def table(self) -> dict[str, Any]:
        """Return what a reader needs to send it again: the keys that have a value."""
        headers = [list(pair) for pair in self.headers]
        headers += [["Content-Length", self.length]] if self.length is not None else []
        try:
            body = {"body": self.body.decode()}
        except UnicodeDecodeError:
            body = {"hex": self.body.hex()}
        made = {
            "method": self.method,
            "target": self.target,
            "headers": headers,
            **body,
            "chunked": self.chunked,
            "raw": self.raw.decode("utf-8", "replace"),
            "half_close": self.half_close,
            "mount": self.mount,
            "close_early": self.close_early,
            "environ": dict(self.environ),
        }
        return {key: value for key, value in made.items() if value}


def wire(value: str) -> str:
    """Return a header's value as environ holds it: its UTF-8 bytes as latin-1."""
    return value.encode().decode("latin-1")


def sent(check: Mapping[str, Any], cookies: str = "") -> Sent:
    """Return the request of a check whose values are filled in; ``cookies`` come back from an earlier response."""
    method, _, target = check.get("send", "").partition(" ")
    body, kind = body_of(check)
    headers = list(pairs(check.get("headers", {})))
    names = {name.lower() for name, _ in headers}
    headers += [("Content-Type", kind)] if kind and "content-type" not in names else []
    headers += [("Cookie", cookies)] if cookies and "cookie" not in names else []
    raw = check.get("raw", "").encode()
    return Sent(
        method=method,
        target=quote(target, safe=SAFE),
        headers=tuple(pair for pair in headers if pair[0].lower() != "content-length"),
        body=body,
        length=next((value for name, value in headers if name.lower() == "content-length"), None),
        chunked=bool(check.get("chunked")),
        raw=raw,
        half_close=bool(check.get("half_close")),
        close_early=check.get("close_early"),
        environ=tuple(check.get("environ", {}).items()),
        mount=check.get("mount", ""),
        line=check.get("send") or raw.decode(errors="replace").partition("\r\n")[0].rpartition(" HTTP")[0],
    )


def pairs(headers: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Return headers as pairs; a list of values is one pair each."""
    lists = {name: value if isinstance(value, list) else [value] for name, value in headers.items()}
    return [(name, str(value)) for name, values in lists.items() for value in values]


def body_of(check: Mapping[str, Any]) -> tuple[bytes, str]:
    """Return the body that a check sends, with its Content-Type where the kind of body says it."""
    if "json" in check:
        return json.dumps(check["json"], ensure_ascii=False).encode(), "application/json"
    if "form" in check:
        return urlencode(check["form"], doseq=True).encode(), "application/x-www-form-urlencoded"
    return bytes.fromhex(check["hex"]) if "hex" in check else check.get("body", "").encode(), ""
