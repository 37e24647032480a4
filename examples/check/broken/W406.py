"""W406 broken: the response to HEAD has a body."""

TEXT = ("Content-Type", "text/plain; charset=utf-8")


def application(environ, start_response):
    start_response("200 OK", [TEXT])
    return [b"hello"]  # W406
