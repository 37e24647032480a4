"""W107 broken: the application catches the exception that start_response raises again."""

import sys
from contextlib import suppress

TEXT = ("Content-Type", "text/plain; charset=utf-8")


def application(environ, start_response):
    start_response("200 OK", [TEXT])
    if environ["REQUEST_METHOD"] == "HEAD":
        return
    yield b"hello"
    try:
        int("a")
    except ValueError:
        with suppress(ValueError):
            start_response("500 Internal Server Error", [TEXT], sys.exc_info())  # W107
