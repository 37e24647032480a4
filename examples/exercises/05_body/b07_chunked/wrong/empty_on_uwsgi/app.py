"""A page that counts letters; where chunks cannot be read, it counts none."""

LIMIT = 100_000  # bytes of a text in chunks


def application(environ, start_response):
    body = b""
    if environ.get("CONTENT_LENGTH"):
        body = environ["wsgi.input"].read(announced(environ))
    elif environ.get("wsgi.input_terminated"):
        body = environ["wsgi.input"].read(LIMIT)
    letters = body.decode("utf-8", "replace")
    start_response("200 OK", [("Content-Type", "text/plain; charset=utf-8")])
    return [f"{len(letters)} letters: {letters}".encode()]


def announced(environ):
    """Return how many bytes of body the client has announced; 0 where it has announced none, or no number."""
    digits = environ.get("CONTENT_LENGTH") or "0"
    return int(digits) if digits.isascii() and digits.isdigit() and len(digits) < 4000 else 0
