# check: --middleware
"""W604 broken: the caller's environ is changed."""


def application(inner):
    def outer(environ, start_response):
        environ["SCRIPT_NAME"] = "/mounted"
        return inner(environ, start_response)  # W604

    return outer
