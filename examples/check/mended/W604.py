# check: --middleware
"""W604 mended: the same program without the problem."""


def application(inner):
    def outer(environ, start_response):
        return inner({**environ, "SCRIPT_NAME": "/mounted"}, start_response)

    return outer
