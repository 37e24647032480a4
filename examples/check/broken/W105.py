"""W105 broken: start_response is called with keyword arguments."""

TEXT = ("Content-Type", "text/plain; charset=utf-8")


def application(environ, start_response):
    start_response(status="200 OK", headers=[TEXT])  # W105
    return [] if environ["REQUEST_METHOD"] == "HEAD" else [b"hello"]
