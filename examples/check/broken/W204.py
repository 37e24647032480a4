"""W204 broken: the final status is an interim one (1xx)."""

TEXT = ("Content-Type", "text/plain; charset=utf-8")


def application(environ, start_response):
    start_response("102 Processing", [TEXT])  # W204
    return []
