"""W409 mended: the same program without the problem."""

import sys

TEXT = ("Content-Type", "text/plain; charset=utf-8")


class Body:
    def __iter__(self):
        return iter([])

    def close(self):
        print("closed", file=sys.stderr)


def application(environ, start_response):
    start_response("200 OK", [TEXT])
    return Body()
