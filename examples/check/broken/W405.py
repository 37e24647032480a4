"""W405 broken: Content-Length is more than the body."""

TEXT = ("Content-Type", "text/plain; charset=utf-8")


def application(environ, start_response):
    start_response("200 OK", [TEXT, ("Content-Length", "10")])  # W405
    return [] if environ["REQUEST_METHOD"] == "HEAD" else [b"hello"]
