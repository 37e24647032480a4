"""The reply to a request: from the probe in process, or from a server."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urljoin, urlsplit, urlunsplit


@dataclass(frozen=True)
class At:
    """A line of the student's file."""

    file: str = ""
    line: int = 0
    text: str = ""


@dataclass
class Reply:
    """A response, or the reason why there is not one.

    ``problem`` is the word for what went wrong before a comparison (``raises``, ``hangs``, ``no reply``), and
    ``detail`` says more.
    ``chunks``, ``breaches``, ``read``, ``closed``, ``open`` and ``errors`` are seen in process only. ``at`` is the line
    that raised an exception, and ``started`` the line that called ``start_response``.
    """

    status: int = 0
    headers: list[tuple[str, str]] = field(default_factory=list)
    body: bytes = b""
    problem: str = ""
    detail: str = ""
    raised: str = ""
    chunks: list[bytes] = field(default_factory=list)
    breaches: list[tuple[str, str, At]] = field(default_factory=list)
    read: int = 0
    length: int = 0
    closed: int = 0
    open: int = 0
    errors: str = ""
    at: At = field(default_factory=At)
    started: At = field(default_factory=At)
    in_process: bool = False
    url: str = ""  # of the request
    hosts: tuple[str, ...] = ()  # names of the server that was asked, each as in a URL

    def resolved(self, location: str) -> str:
        """Return the URI reference of a Location as the client resolves it (RFC 9110, 10.2.2).

        Where it leads to the same server, without the name of the server.
        """
        try:
            found = urlsplit(urljoin(self.url, location))
        except ValueError:
            return location
        here = found.scheme == urlsplit(self.url).scheme and found.netloc in self.hosts
        made = urlunsplit(("", "", found.path or "/", found.query, found.fragment)) if here else found.geturl()
        return f"{made}?" if location.endswith("?") else made  # an empty query is one, and urllib drops it

    @property
    def text(self) -> str:
        """Return the body as text."""
        return self.body.decode("utf-8", "replace")

    def values(self, name: str) -> list[str]:
        """Return the values of a header."""
        return [value for key, value in self.headers if key.lower() == name.lower()]

    @property
    def json(self) -> Any:
        """Return the value of the body, or the text where it is not JSON."""
        try:
            return json.loads(self.body)
        except ValueError:
            return self.text

    @property
    def word(self) -> str:
        """Return the status, or the word for the problem in its place."""
        return str(self.status) if self.status else self.problem or "no reply"
