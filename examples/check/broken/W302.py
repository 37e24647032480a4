"""W302 broken: a header is not a tuple of a name and a value."""

TEXT = ("Content-Type", "text/plain; charset=utf-8")


def application(environ, start_response):
    start_response("200 OK", [TEXT, ["X-Name", "kim"]])  # W302
    return []
