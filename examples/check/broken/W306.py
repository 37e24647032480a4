"""W306 broken: the value of a header contains a letter beyond latin-1."""

TEXT = ("Content-Type", "text/plain; charset=utf-8")


def application(environ, start_response):
    start_response("200 OK", [TEXT, ("X-Name", "종현")])  # W306
    return []
