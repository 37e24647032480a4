"""W304 broken: the name of a header is not a token."""

TEXT = ("Content-Type", "text/plain; charset=utf-8")


def application(environ, start_response):
    start_response("200 OK", [TEXT, ("X Name", "kim")])  # W304
    return []
