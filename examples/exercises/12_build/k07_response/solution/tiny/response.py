"""The response: a status, headers and a body. It is a WSGI application."""

import re
from http import HTTPStatus
from wsgiref.headers import Headers

ONE_LINE = re.compile(r"[\t\x20-\x7e\x80-\xff]*")  # the value of a header (RFC 9110, 5.5)
WITHOUT_BODY = {204, 304}


class Response:
    """What goes back to the client: the body is text, bytes, or an iterable of these."""

    def __init__(self, body="", status=200, headers=(), content_type="text/html; charset=utf-8"):
        self.status, self.headers = int(status), Headers([("Content-Type", content_type), *headers])
        self.body = (
            [body.encode() if isinstance(body, str) else body] if isinstance(body, str | bytes) else Pieces(body)
        )

    def set_cookie(self, name, value):
        """Ask the client to keep a value (RFC 6265, 4.1)."""
        self.headers.add_header("Set-Cookie", f"{name}={value}; Path=/; HttpOnly; SameSite=Lax")

    def __call__(self, environ, start_response):
        """Answer (PEP 3333). Raises ValueError for a header that is not one line."""
        headers = [checked(name, value) for name, value in self.headers.items() if self.may_have(name)]
        if isinstance(self.body, list) and self.may_have("Content-Length"):
            headers.append(("Content-Length", str(len(self.body[0]))))
        start_response(f"{self.status} {reason(self.status)}", headers)
        if environ["REQUEST_METHOD"] == "HEAD" or self.status in WITHOUT_BODY:
            getattr(self.body, "close", lambda: None)()
            return []
        return self.body

    def may_have(self, name):
        """Return whether a response of this status has a header: without a body there is nothing to describe."""
        return self.status not in WITHOUT_BODY or not name.startswith("Content-")


class Pieces:
    """A body that is made piece by piece; ``close`` reaches what makes it (PEP 3333)."""

    def __init__(self, pieces):
        self.pieces, self.close = pieces, getattr(pieces, "close", lambda: None)

    def __iter__(self):
        return (piece.encode() if isinstance(piece, str) else piece for piece in self.pieces)


def checked(name, value):
    """Return a header. Raises ValueError if its value is not one line of latin-1."""
    if not ONE_LINE.fullmatch(value):
        raise ValueError(f"the header {name} cannot be {value!r}: write one line")
    return name, value


def reason(status):
    """Return the words behind a status."""
    return HTTPStatus(status).phrase if status in {one.value for one in HTTPStatus} else "Unknown"
