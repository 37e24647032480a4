"""An id for each request: it is that of X-Request-Id, and ``line`` puts it in front of each line of the log.

Outside of requests the id is "-". The response has the id as well.
"""

current = "-"


class RequestId:
    """Middleware that knows the id of the request while ``application`` answers it."""

    def __init__(self, application):
        self.application = application

    def __call__(self, environ, start_response):
        global current
        current = environ.get("HTTP_X_REQUEST_ID", "-")

        def named(status, headers, exc_info=None):
            return start_response(status, [*headers, ("X-Request-Id", current)], exc_info)

        return self.application(environ, named)


def line(text):
    """Return a line for the log."""
    return f"[{current}] {text}"
