"""The outermost layer: whatever the application raises, the client gets a page, and the log gets the reason."""

import traceback

SORRY = b"Something went wrong here. Please try again later."


def safe(application):
    """Return an application that no exception leaves."""

    def outer(environ, start_response):
        try:
            return application(environ, start_response)
        except Exception:
            traceback.print_exc(file=environ["wsgi.errors"])
            environ["wsgi.errors"].flush()
        headers = [("Content-Type", "text/plain; charset=utf-8"), ("Content-Length", str(len(SORRY)))]
        start_response("500 Internal Server Error", headers)
        return [] if environ["REQUEST_METHOD"] == "HEAD" else [SORRY]

    return outer
