# check: --profile house
"""W315 broken: Content-Type with 204 or 304, which have no body."""

TEXT = ("Content-Type", "text/plain; charset=utf-8")


def application(environ, start_response):
    start_response("204 No Content", [TEXT])  # W315
    return []
