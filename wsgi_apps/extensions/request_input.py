"""The body of a request, read once: unread, kept whole, or used up. All that reads it asks its one owner."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from copy import copy
from wsgiref.types import WSGIEnvironment

from wsgi_apps.exceptions import ClientDisconnected, HTTPException
from wsgi_apps.request_body import iter_body


class RequestInput:
    """The owner of ``wsgi.input``. A body that broke off fails again, in the same way, whenever it is asked for.

    ``data`` is the body if it was read already; None: it is unread. It is empty also if it is used up.
    """

    def __init__(self, environ: WSGIEnvironment, data: bytes | None = None) -> None:
        self.environ = environ
        self.data = data
        self.failure: HTTPException | None = None

    def whole(self, limit: int | None) -> bytes:
        """Return the body, which is kept; ``b""`` once its pieces are used up. Raises the errors of ``read_body``."""
        if self.data is None or self.failure is not None:
            self.data = b"".join(self.pieces(limit))
        return self.data

    def pieces(self, limit: int | None) -> Iterable[bytes]:
        """Return the body in pieces, which are not kept. Raises the errors of ``iter_body``."""
        if self.failure is not None:
            raise copy(self.failure)
        if self.data is not None:
            return [self.data] if self.data else []
        try:
            pieces = iter_body(self.environ, limit)  # an error in the headers leaves the body unread
        except ClientDisconnected as error:
            self.failure = copy(error)
            raise
        self.data = b""
        return self.watched(pieces)

    def watched(self, pieces: Iterator[bytes]) -> Iterator[bytes]:
        """Yield pieces as they arrive, and remember the error that ends them."""
        try:
            yield from pieces
        except HTTPException as error:
            self.failure = copy(error)  # without its traceback, whose frames hold the request
            raise
