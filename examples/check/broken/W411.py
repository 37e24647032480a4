# check: --middleware
"""W411 broken: nobody calls close() of the inner application's body."""


def application(inner):
    def outer(environ, start_response):
        for part in inner(environ, start_response):  # W411
            yield part.upper()

    return outer
