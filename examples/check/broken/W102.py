"""W102 broken: start_response is never called."""


def application(environ, start_response):
    return []  # W102
