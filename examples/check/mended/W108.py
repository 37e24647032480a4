"""W108 mended: the same program without the problem."""

TEXT = ("Content-Type", "text/plain; charset=utf-8")


class InTime:
    def __init__(self, start_response):
        self.start_response = start_response

    def __iter__(self):
        self.start_response("200 OK", [TEXT])
        return iter([])


def application(environ, start_response):
    return InTime(start_response)
