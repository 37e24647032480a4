"""W108 broken: start_response is called only after the end of the body."""

TEXT = ("Content-Type", "text/plain; charset=utf-8")


class Late:
    def __init__(self, start_response):
        self.start_response = start_response

    def __iter__(self):
        return iter([])

    def close(self):
        self.start_response("200 OK", [TEXT])  # W108


def application(environ, start_response):
    return Late(start_response)
