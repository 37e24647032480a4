# check: --middleware
"""W411 broken: close() of the inner application's body is not called."""


def application(inner):
    def outer(environ, start_response):
        for part in inner(environ, start_response):  # W411
            yield part.upper()

    return outer
