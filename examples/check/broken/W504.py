"""W504 broken: an empty or strange CONTENT_LENGTH raises an exception."""

TEXT = ("Content-Type", "text/plain; charset=utf-8")


def application(environ, start_response):
    length = min(max(int(environ.get("CONTENT_LENGTH") or 0), 0), 1000)  # W504
    body = environ["wsgi.input"].read(length) if length else b""
    start_response("200 OK", [TEXT])
    return [] if environ["REQUEST_METHOD"] == "HEAD" else [b"thank you"]
