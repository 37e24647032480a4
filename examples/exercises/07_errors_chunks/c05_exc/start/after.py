"""A till that fails after the first piece: it calls start_response again, with exc_info."""

import sys


def application(environ, start_response):
    headers = [("Content-Type", "text/plain; charset=utf-8")]
    start_response("200 OK", headers)
    yield b"hello"
    try:
        yield str(100 / 0).encode("utf-8")
    except ZeroDivisionError:
        start_response("500 Internal Server Error", headers, sys.exc_info())
        yield b"sorry"
