"""W406 broken: a body is sent to HEAD."""

TEXT = ("Content-Type", "text/plain; charset=utf-8")


def application(environ, start_response):
    start_response("200 OK", [TEXT])
    return [b"hello"]  # W406
