"""W408 broken: Content-Length with the status 204."""


def application(environ, start_response):
    start_response("204 No Content", [("Content-Length", "0")])  # W408
    return []
