"""W202 broken: the status is not three digits, a space and a reason phrase."""

TEXT = ("Content-Type", "text/plain; charset=utf-8")


def application(environ, start_response):
    start_response("200", [TEXT])  # W202
    return []
