"""W407 mended: the same without the breach."""


def application(environ, start_response):
    start_response("204 No Content", [])
    return []
