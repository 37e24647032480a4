"""A reader of the whole body, in front of applications that read it carelessly."""

from __future__ import annotations

from collections.abc import Iterable
from io import BytesIO
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from wsgi_apps.exceptions import HTTPException
from wsgi_apps.request_body import LIMIT, read_body


def buffered(application: WSGIApplication, limit: int = LIMIT) -> WSGIApplication:
    """Return ``application`` behind a reader that reads the whole body first, at most ``limit`` bytes.

    The application finds the body in memory, with its length, however it was sent. There even ``read()`` without a size
    ends. A body that it does not read is not left in the socket, where nginx would lose the response to it. The reader
    itself answers the errors of ``read_body``.
    """

    def reader(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        try:
            body = read_body(environ, limit)
        except HTTPException as error:
            return error(environ, start_response)
        known = {**environ, "wsgi.input": BytesIO(body)}
        if body:  # a request without a body names no length either
            known["CONTENT_LENGTH"] = str(len(body))
        known.pop("HTTP_TRANSFER_ENCODING", None)
        return application(known, start_response)

    return reader
