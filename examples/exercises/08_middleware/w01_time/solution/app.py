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

        def timed(status, headers, exc_info=None):
            return start_response(status, [*headers, ("X-Time", since(began))], exc_info)

        return Timed(self.application(environ, timed), environ, began)


class Timed:
    """A body that writes into the log when it is over."""

    def __init__(self, body, environ, began):
        self.body, self.environ, self.began = body, environ, began

    def __iter__(self):
        return iter(self.body)

    def close(self):
        if hasattr(self.body, "close"):
            self.body.close()
        print(f"{self.environ.get('PATH_INFO', '')!a}: {since(self.began)} ms", file=self.environ["wsgi.errors"])


def since(began):
    """Return the milliseconds since a time, as a text."""
    return f"{(time.perf_counter() - began) * 1000:.1f}"
