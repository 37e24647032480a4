"""W310 broken: there is a body, but no Content-Type."""

TEXT = ("Content-Type", "text/plain; charset=utf-8")


def application(environ, start_response):
    start_response("200 OK", [])  # W310
    return [] if environ["REQUEST_METHOD"] == "HEAD" else [b"hello"]
