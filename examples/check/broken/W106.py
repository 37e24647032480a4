"""W106 broken: exc_info is not the value that sys.exc_info() returns."""

TEXT = ("Content-Type", "text/plain; charset=utf-8")


def application(environ, start_response):
    try:
        number = int("a")
    except ValueError as error:
        start_response("500 Internal Server Error", [TEXT], error)  # W106
        return []
    start_response("200 OK", [TEXT])
    return [] if environ["REQUEST_METHOD"] == "HEAD" else [b"%d" % number]
