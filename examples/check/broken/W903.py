# check: --middleware
"""W903 broken: start_response of the middleware does not return write."""


def application(inner):
    def outer(environ, start_response):
        def started(status, headers, exc_info=None):
            start_response(status, [*headers, ("X-Seen", "yes")])  # W903

        return inner(environ, started)

    return outer
