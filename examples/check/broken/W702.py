"""W702 broken: an exception comes after the call of start_response."""

TEXT = ("Content-Type", "text/plain; charset=utf-8")


def application(environ, start_response):
    start_response("200 OK", [TEXT])
    number = 1 // 0  # W702
    return [] if environ["REQUEST_METHOD"] == "HEAD" else [b"%d" % number]
