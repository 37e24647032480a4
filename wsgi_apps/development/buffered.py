"""The cure for applications that read a body carelessly: a reader in front of them that takes the whole body first."""

from __future__ import annotations

from collections.abc import Iterable
from io import BytesIO
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from wsgi_apps.exceptions import HTTPException
from wsgi_apps.request_body import LIMIT, read_body


def buffered(application: WSGIApplication, limit: int = LIMIT) -> WSGIApplication:
    """Return ``application`` (WSGI) behind a reader that takes the whole body first, at most ``limit`` bytes (int).

    The application finds the body in memory, with its length, however it was sent: even a bare ``read()`` ends, and a
    body that it leaves alone is no longer in the socket, where it would cost nginx the answer. A body that
    ``read_body`` refuses is answered here.
    """

    def reader(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        try:
            body = read_body(environ, limit)
        except HTTPException as error:
            return error(environ, start_response)
        known = {**environ, "wsgi.input": BytesIO(body), "CONTENT_LENGTH": str(len(body))}
        known.pop("HTTP_TRANSFER_ENCODING", None)
        return application(known, start_response)

    return reader
