"""W101 broken: the application cannot be called with two positional arguments."""


def application(environ):  # W101
    return [b"hello"]
