"""The letter box of a radio station: POST a message of at most 1,024 bytes; 413 for a longer one."""

LIMIT = 1024  # bytes


def application(environ, start_response):
    length = announced(environ)
    if length > LIMIT:
        status, text = "413 Content Too Large", f"Send at most {LIMIT} bytes."
    else:
        message = environ["wsgi.input"].read(length)
        last = message[-32:].decode("utf-8", "replace")
        status, text = "200 OK", f"{len(message)} bytes, the last ones are {last}"
    start_response(status, [("Content-Type", "text/plain; charset=utf-8")])
    return [text.encode("utf-8")]


def announced(environ):
    """Return how many bytes of body the client has announced; 0 where it has announced none, or no number."""
    digits = environ.get("CONTENT_LENGTH") or "0"
    return int(digits) if digits.isascii() and digits.isdigit() and len(digits) < 4000 else 0
