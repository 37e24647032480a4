"""W802 broken: the second response differs from the first."""

from itertools import count

TEXT = ("Content-Type", "text/plain; charset=utf-8")


NUMBERS = count(1)


def application(environ, start_response):
    start_response("200 OK", [TEXT])
    return [] if environ["REQUEST_METHOD"] == "HEAD" else [b"%d" % next(NUMBERS)]  # W802
