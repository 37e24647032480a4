"""W203 broken: the status contains a control character or a letter beyond latin-1."""

TEXT = ("Content-Type", "text/plain; charset=utf-8")


def application(environ, start_response):
    start_response("404 없음", [TEXT])  # W203
    return []
