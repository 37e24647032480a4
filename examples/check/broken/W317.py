# check: --profile house
"""W317 broken: there is no Content-Type, although this status allows a body."""

TEXT = ("Content-Type", "text/plain; charset=utf-8")


def application(environ, start_response):
    start_response("200 OK", [])  # W317
    return []
