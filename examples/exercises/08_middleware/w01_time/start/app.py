"""A stop watch for other applications.

X-Time has the milliseconds until the response began, and the log, such as "/tea: 41.2 ms", those until it was over.
"""

import time


class Timer:
    """Middleware that says how long ``application`` takes."""

    def __init__(self, application):
        self.application = application

    def __call__(self, environ, start_response):
        began = time.perf_counter()
        body = self.application(environ, start_response)
        print(f"{environ.get('PATH_INFO', '')!a}: {since(began)} ms", file=environ["wsgi.errors"])
        return body


def since(began):
    """Return the milliseconds since a time, as a text."""
    return f"{(time.perf_counter() - began) * 1000:.1f}"
