"""W402 broken: a part of the body is not bytes."""

TEXT = ("Content-Type", "text/plain; charset=utf-8")


def application(environ, start_response):
    start_response("200 OK", [TEXT])
    return ["hello"]  # W402
