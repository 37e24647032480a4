# check: --middleware
"""W604 mended: the same without the breach."""


def application(inner):
    def outer(environ, start_response):
        return inner({**environ, "SCRIPT_NAME": "/mounted"}, start_response)

    return outer
