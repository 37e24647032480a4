"""An id for each request: it is that of X-Request-Id, and ``line`` puts it in front of each line of the log.

Outside of requests the id is "-". The response has the id as well.
"""

from contextvars import ContextVar

current = ContextVar("current", default="-")


class RequestId:
    """Middleware that knows the id of the request while ``application`` answers it."""

    def __init__(self, application):
        self.application = application

    def __call__(self, environ, start_response):
        current.set(environ.get("HTTP_X_REQUEST_ID", "-"))

        def named(status, headers, exc_info=None):
            return start_response(status, [*headers, ("X-Request-Id", current.get())], exc_info)

        return Body(self.application(environ, named))


class Body:
    """A body behind which there is no id any more."""

    def __init__(self, body):
        self.body = body

    def __iter__(self):
        return iter(self.body)

    def close(self):
        if hasattr(self.body, "close"):
            self.body.close()
        current.set("-")


def line(text):
    """Return a line for the log."""
    return f"[{current.get()}] {text}"
