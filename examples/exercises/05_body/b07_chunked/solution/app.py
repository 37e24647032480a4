"""A page that counts letters: POST a text, with a length or in chunks; 411 where chunks cannot be read."""

LIMIT = 100_000  # bytes of a text in chunks


def application(environ, start_response):
    status, body = "200 OK", b""
    if environ.get("CONTENT_LENGTH"):
        body = environ["wsgi.input"].read(announced(environ))
    elif environ.get("wsgi.input_terminated"):
        body = environ["wsgi.input"].read(LIMIT)
    elif environ.get("HTTP_TRANSFER_ENCODING"):
        status = "411 Length Required"
    letters = body.decode("utf-8", "replace")
    text = f"{len(letters)} letters: {letters}" if status == "200 OK" else "Send the text with a Content-Length."
    start_response(status, [("Content-Type", "text/plain; charset=utf-8")])
    return [text.encode("utf-8")]


def announced(environ):
    """Return how many bytes of body the client has announced; 0 where it has announced none, or no number."""
    digits = environ.get("CONTENT_LENGTH") or "0"
    return int(digits) if digits.isascii() and digits.isdigit() and len(digits) < 4000 else 0
