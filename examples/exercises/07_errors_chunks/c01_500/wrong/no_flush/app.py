"""Writes the traceback, and leaves it in the buffer: the log of uWSGI stays empty."""

import traceback


def safe(application):
    def outer(environ, start_response):
        try:
            return application(environ, start_response)
        except Exception:
            traceback.print_exc(file=environ["wsgi.errors"])
            start_response("500 Internal Server Error", [("Content-Type", "text/plain; charset=utf-8")])
            return [] if environ["REQUEST_METHOD"] == "HEAD" else [b"Sorry"]

    return outer
