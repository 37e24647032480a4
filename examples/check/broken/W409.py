"""W409 broken: close() raises an exception, or a second call of it does."""

TEXT = ("Content-Type", "text/plain; charset=utf-8")


class Body:
    def __iter__(self):
        return iter([])

    def close(self):
        raise OSError("the file has gone")  # W409


def application(environ, start_response):
    start_response("200 OK", [TEXT])
    return Body()
