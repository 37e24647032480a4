# check: --profile house
"""W315 broken: a response with status 204 or 304 has a Content-Type."""

TEXT = ("Content-Type", "text/plain; charset=utf-8")


def application(environ, start_response):
    start_response("204 No Content", [TEXT])  # W315
    return []
