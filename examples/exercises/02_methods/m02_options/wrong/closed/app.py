"""The opening hours of the city's museums, on a holiday."""


def application(environ, start_response):
    start_response("200 OK", [("Allow", "GET, HEAD, OPTIONS"), ("Content-Length", "0")])
    return []
