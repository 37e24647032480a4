"""W204 broken: an interim status (1xx) is the final one."""

TEXT = ("Content-Type", "text/plain; charset=utf-8")


def application(environ, start_response):
    start_response("102 Processing", [TEXT])  # W204
    return []
