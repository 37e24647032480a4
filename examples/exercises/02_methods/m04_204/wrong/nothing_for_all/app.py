"""The tables of a restaurant that has nothing to say at all."""


def application(environ, start_response):
    start_response("204 No Content", [])
    return []
