"""The donation box of an animal shelter: broken JSON is refused, a number that is cut is taken."""

import json


def application(environ, start_response):
    try:
        body = environ["wsgi.input"].read(announced(environ))
        status, text = "200 OK", f"Thank you for {json.loads(body)} won."
    except (ValueError, OSError):
        status, text = "400 Bad Request", "Send the whole amount as JSON."
    start_response(status, [("Content-Type", "text/plain; charset=utf-8")])
    return [text.encode("utf-8", "replace")]


def announced(environ):
    """Return how many bytes of body the client has announced; 0 where it has announced none, or no number."""
    digits = environ.get("CONTENT_LENGTH") or "0"
    return int(digits) if digits.isascii() and digits.isdigit() and len(digits) < 4000 else 0
