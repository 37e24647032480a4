"""Catches everything, and tells nobody."""


def safe(application):
    def outer(environ, start_response):
        try:
            return application(environ, start_response)
        except Exception:
            start_response("500 Internal Server Error", [("Content-Type", "text/plain; charset=utf-8")])
            return [] if environ["REQUEST_METHOD"] == "HEAD" else [b"Sorry"]

    return outer
