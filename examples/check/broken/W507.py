"""W507 broken: the application reads a body of any size."""

TEXT = ("Content-Type", "text/plain; charset=utf-8")


def length_of(environ):
    digits = environ.get("CONTENT_LENGTH") or "0"
    return int(digits) if digits.isascii() and digits.isdigit() and len(digits) < 9 else 0


def application(environ, start_response):
    length = length_of(environ)
    body = environ["wsgi.input"].read(length) if length else b""  # W507
    start_response("200 OK", [TEXT])
    return [] if environ["REQUEST_METHOD"] == "HEAD" else [b"thank you"]
