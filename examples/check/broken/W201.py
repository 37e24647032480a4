"""W201 broken: the status is not a str."""

TEXT = ("Content-Type", "text/plain; charset=utf-8")


def application(environ, start_response):
    start_response(200, [TEXT])  # W201
    return []
