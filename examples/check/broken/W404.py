"""W404 broken: Content-Length is less than the body."""

TEXT = ("Content-Type", "text/plain; charset=utf-8")


def application(environ, start_response):
    start_response("200 OK", [TEXT, ("Content-Length", "2")])  # W404
    return [] if environ["REQUEST_METHOD"] == "HEAD" else [b"hello"]
