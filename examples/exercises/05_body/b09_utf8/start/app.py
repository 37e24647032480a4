"""The catalogue of a second-hand bookshop: POST a book as JSON in UTF-8; 400 for everything else."""

import json


def application(environ, start_response):
    body = environ["wsgi.input"].read(announced(environ))
    try:
        status, reply = "200 OK", {"saved": json.loads(body.decode("utf-8"))}
    except json.JSONDecodeError as error:
        status, reply = "400 Bad Request", {"error": f"Send JSON in UTF-8: {error}."}
    start_response(status, [("Content-Type", "application/json")])
    return [json.dumps(reply).encode("ascii")]


def announced(environ):
    """Return how many bytes of body the client has announced; 0 where it has announced none, or no number."""
    digits = environ.get("CONTENT_LENGTH") or "0"
    return int(digits) if digits.isascii() and digits.isdigit() and len(digits) < 4000 else 0
