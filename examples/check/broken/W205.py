"""W205 broken: a header that this status needs is missing."""

TEXT = ("Content-Type", "text/plain; charset=utf-8")


def application(environ, start_response):
    start_response("405 Method Not Allowed", [TEXT])  # W205
    return []
