"""W703 broken: start_response is called with exc_info."""

import sys

TEXT = ("Content-Type", "text/plain; charset=utf-8")


def application(environ, start_response):
    start_response("200 OK", [TEXT])
    try:
        number = 1 // 0
    except ZeroDivisionError:
        start_response("500 Internal Server Error", [TEXT], sys.exc_info())  # W703
        return []
    return [] if environ["REQUEST_METHOD"] == "HEAD" else [b"%d" % number]
