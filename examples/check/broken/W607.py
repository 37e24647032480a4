"""W607 broken: the application keeps environ after the request."""

TEXT = ("Content-Type", "text/plain; charset=utf-8")


LAST = []


def application(environ, start_response):
    LAST[:] = [environ]  # W607
    start_response("200 OK", [TEXT])
    return [] if environ["REQUEST_METHOD"] == "HEAD" else [b"hello"]
