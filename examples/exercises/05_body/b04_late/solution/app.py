"""A tidy-up page for JSON: POST some, and get it back with two spaces of indentation; 400 for what is not JSON."""

import json


def application(environ, start_response):
    try:
        value = json.loads(environ["wsgi.input"].read(announced(environ)))
    except ValueError as error:
        start_response("400 Bad Request", [("Content-Type", "text/plain; charset=utf-8")])
        return [f"This is not JSON: {error}.".encode()]
    start_response("200 OK", [("Content-Type", "application/json")])
    return [json.dumps(value, indent=2).encode("ascii")]


def announced(environ):
    """Return how many bytes of body the client has announced; 0 where it has announced none, or no number."""
    digits = environ.get("CONTENT_LENGTH") or "0"
    return int(digits) if digits.isascii() and digits.isdigit() and len(digits) < 4000 else 0
