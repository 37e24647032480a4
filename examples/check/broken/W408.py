"""W408 broken: a response with status 204 has a Content-Length."""


def application(environ, start_response):
    start_response("204 No Content", [("Content-Length", "0")])  # W408
    return []
