# check: --middleware
"""W901 broken: the middleware passes on an environ that is not a dict."""


class Environ(dict):
    pass


def application(inner):
    def outer(environ, start_response):
        return inner(Environ(environ), start_response)  # W901

    return outer
