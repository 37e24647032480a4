"""W804 broken: the application ends the process, or changes its signal handlers or current folder."""

import os

TEXT = ("Content-Type", "text/plain; charset=utf-8")


def application(environ, start_response):
    os.chdir("/")  # W804
    start_response("200 OK", [TEXT])
    return [] if environ["REQUEST_METHOD"] == "HEAD" else [b"hello"]
