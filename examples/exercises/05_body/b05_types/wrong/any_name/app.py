"""The waiting list of a restaurant: three exceptions are refused, and a list passes for a name."""

import json


def application(environ, start_response):
    try:
        data = json.loads(environ["wsgi.input"].read(announced(environ)))
        status, text = "200 OK", f"Table for {data['name']}, please wait."
    except (ValueError, TypeError, KeyError):
        status, text = "400 Bad Request", 'Send JSON such as {"name": "Minji"}.'
    start_response(status, [("Content-Type", "text/plain; charset=utf-8")])
    return [text.encode("utf-8", "replace")]


def announced(environ):
    """Return how many bytes of body the client has announced; 0 where it has announced none, or no number."""
    digits = environ.get("CONTENT_LENGTH") or "0"
    return int(digits) if digits.isascii() and digits.isdigit() and len(digits) < 4000 else 0
