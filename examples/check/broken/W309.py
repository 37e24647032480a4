"""W309 broken: Content-Length is there twice, or is not a number."""

TEXT = ("Content-Type", "text/plain; charset=utf-8")


def application(environ, start_response):
    start_response("200 OK", [TEXT, ("Content-Length", "none")])  # W309
    return []
