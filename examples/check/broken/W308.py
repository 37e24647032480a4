"""W308 broken: a header has the name Status."""

TEXT = ("Content-Type", "text/plain; charset=utf-8")


def application(environ, start_response):
    start_response("200 OK", [TEXT, ("Status", "404 Not Found")])  # W308
    return []
