"""W314 broken: the value of a header begins or ends with whitespace."""

TEXT = ("Content-Type", "text/plain; charset=utf-8")


def application(environ, start_response):
    start_response("200 OK", [TEXT, ("X-Name", " kim")])  # W314
    return []
