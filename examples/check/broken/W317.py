# check: --profile house
"""W317 broken: no Content-Type, though the status may have a body."""

TEXT = ("Content-Type", "text/plain; charset=utf-8")


def application(environ, start_response):
    start_response("200 OK", [])  # W317
    return []
