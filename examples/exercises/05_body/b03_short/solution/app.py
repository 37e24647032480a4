"""The donation box of an animal shelter: POST an amount of won as JSON; 400 for a body that is not whole."""

import json


def application(environ, start_response):
    try:
        status, text = "200 OK", f"Thank you for {json.loads(whole_body(environ))} won."
    except ValueError as error:
        status, text = "400 Bad Request", f"Send the whole amount as JSON: {error}."
    start_response(status, [("Content-Type", "text/plain; charset=utf-8")])
    return [text.encode("utf-8", "replace")]


def whole_body(environ):
    """Return the body. Raises ValueError for one that ends early."""
    length = announced(environ)
    try:
        body = environ["wsgi.input"].read(length)
    except OSError:  # that is how uWSGI says that the client has gone
        body = b""
    if len(body) < length:
        raise ValueError("the body ended too early")
    return body


def announced(environ):
    """Return how many bytes of body the client has announced; 0 where it has announced none, or no number."""
    digits = environ.get("CONTENT_LENGTH") or "0"
    return int(digits) if digits.isascii() and digits.isdigit() and len(digits) < 4000 else 0
