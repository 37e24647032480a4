"""W407 mended: the same program without the problem."""


def application(environ, start_response):
    start_response("204 No Content", [])
    return []
