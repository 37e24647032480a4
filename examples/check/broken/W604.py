# check: --middleware
"""W604 broken: the middleware changes the environ of its caller."""


def application(inner):
    def outer(environ, start_response):
        environ["SCRIPT_NAME"] = "/mounted"
        return inner(environ, start_response)  # W604

    return outer
