"""W504 mended: the same program without the problem."""

TEXT = ("Content-Type", "text/plain; charset=utf-8")


LIMIT = 1000


def length_of(environ):
    digits = environ.get("CONTENT_LENGTH") or "0"
    return int(digits) if digits.isascii() and digits.isdigit() and len(digits) < 9 else LIMIT + 1


def application(environ, start_response):
    length = length_of(environ)
    if length > LIMIT:
        start_response("400 Bad Request", [TEXT])
        return []
    body = environ["wsgi.input"].read(length) if length else b""
    start_response("200 OK", [TEXT])
    return [] if environ["REQUEST_METHOD"] == "HEAD" else [b"thank you"]
