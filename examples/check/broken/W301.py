"""W301 broken: the headers are not a list."""

TEXT = ("Content-Type", "text/plain; charset=utf-8")


def application(environ, start_response):
    start_response("200 OK", (TEXT,))  # W301
    return []
