"""A photo shop: a form with the file photo comes by POST, and the page says its name and its size in bytes."""

from io import BytesIO

from multipart import MultipartError, parse_form_data

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
    whole = {**environ, "wsgi.input": BytesIO(body), "CONTENT_LENGTH": str(len(body))}
    try:
        _, files = parse_form_data(whole, strict=True)
    except MultipartError:
        raise BadRequest("Send a whole form of the type multipart/form-data.") from None
    photo = files.get("photo")
    if photo is None:
        raise BadRequest("Send a file called photo.")
    return photo.filename, photo.size
