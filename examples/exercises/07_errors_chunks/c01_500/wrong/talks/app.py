"""Shows the traceback to the client, too."""

import traceback


def safe(application):
    def outer(environ, start_response):
        try:
            return application(environ, start_response)
        except Exception:
            traceback.print_exc(file=environ["wsgi.errors"])
            environ["wsgi.errors"].flush()
            start_response("500 Internal Server Error", [("Content-Type", "text/plain; charset=utf-8")])
            return [] if environ["REQUEST_METHOD"] == "HEAD" else [traceback.format_exc().encode("utf-8")]

    return outer
