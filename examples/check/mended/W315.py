# check: --profile house
"""W315 mended: the same program without the problem."""

TEXT = ("Content-Type", "text/plain; charset=utf-8")


def application(environ, start_response):
    start_response("204 No Content", [])
    return []
