"""W407 broken: a body with a status that has none."""


def application(environ, start_response):
    start_response("204 No Content", [])
    return [] if environ["REQUEST_METHOD"] == "HEAD" else [b"hello"]  # W407
