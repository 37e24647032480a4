# check: --middleware
"""W901 mended: the same program without the problem."""


def application(inner):
    def outer(environ, start_response):
        return inner({**environ}, start_response)

    return outer
