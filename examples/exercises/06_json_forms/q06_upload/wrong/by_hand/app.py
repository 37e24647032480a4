"""Splits at the boundary, and does not ask whether the last one has come."""

import re

from wsgi_apps.exceptions import BadRequest, HTTPException
from wsgi_apps.request_body import read_body


def application(environ, start_response):
    try:
        name, size = photo_of(environ)
    except HTTPException as error:
        return error(environ, start_response)
    text = f"{name}: {size} bytes"
    body = text.encode("utf-8")
    start_response("200 OK", [("Content-Type", "text/plain; charset=utf-8"), ("Content-Length", str(len(body)))])
    return [] if environ["REQUEST_METHOD"] == "HEAD" else [body]


def photo_of(environ):
    """Return the name of the photo, and its size in bytes. Raises HTTPException."""
    body = read_body(environ, 1024 * 1024)
    boundary = environ.get("CONTENT_TYPE", "").partition("boundary=")[2].encode("latin-1")
    for part in (b"\r\n" + body).split(b"\r\n--" + boundary)[1:] if boundary else []:
        head, _, content = part.partition(b"\r\n\r\n")
        if found := re.search(r'name="photo"; filename="([^"]*)"', head.decode("utf-8", "replace")):
            return found[1], len(content)
    raise BadRequest("Send a file called photo.")
