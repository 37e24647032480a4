"""A page that counts letters: it asks everybody for a length, also those who send no text."""

LIMIT = 100_000  # bytes of a text in chunks


def application(environ, start_response):
    status, body = "200 OK", b""
    if environ.get("CONTENT_LENGTH"):
        body = environ["wsgi.input"].read(announced(environ))
    elif environ.get("wsgi.input_terminated"):
        body = environ["wsgi.input"].read(LIMIT)
    else:
        status = "411 Length Required"
    letters = body.decode("utf-8", "replace")
    start_response(status, [("Content-Type", "text/plain; charset=utf-8")])
    return [f"{len(letters)} letters: {letters}".encode()]


def announced(environ):
    """Return how many bytes of body the client has announced; 0 where it has announced none, or no number."""
    digits = environ.get("CONTENT_LENGTH") or "0"
    return int(digits) if digits.isascii() and digits.isdigit() and len(digits) < 4000 else 0
