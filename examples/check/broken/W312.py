"""W312 broken: a header that may appear only once appears twice."""

TEXT = ("Content-Type", "text/plain; charset=utf-8")


def application(environ, start_response):
    start_response("200 OK", [TEXT, ("Content-Type", "text/html")])  # W312
    return []
