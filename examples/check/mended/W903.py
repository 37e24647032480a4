# check: --middleware
"""W903 mended: the same program without the problem."""


def application(inner):
    def outer(environ, start_response):
        def started(status, headers, exc_info=None):
            return start_response(status, [*headers, ("X-Seen", "yes")])

        return inner(environ, started)

    return outer
