"""W407 broken: a response with status 204 or 304 has a body."""


def application(environ, start_response):
    start_response("204 No Content", [])
    return [] if environ["REQUEST_METHOD"] == "HEAD" else [b"hello"]  # W407
