"""A photo shop: a form with the file photo comes by POST, and the page says its name and its size in bytes."""

from urllib.parse import parse_qs

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
    fields = parse_qs(body.decode("utf-8", "replace"))
    if "photo" not in fields:
        raise BadRequest("Send a file called photo.")
    return "photo", len(fields["photo"][0])
