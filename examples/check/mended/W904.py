# check: --middleware
"""W904 mended: the same program without the problem."""


class Upper:
    def __init__(self, body):
        self.body = body

    def __iter__(self):
        return (part.upper() for part in self.body)

    def close(self):
        getattr(self.body, "close", tuple)()


def application(inner):
    def outer(environ, start_response):
        return Upper(inner(environ, start_response))

    return outer
