"""W701 broken: an exception leaves the application."""

TEXT = ("Content-Type", "text/plain; charset=utf-8")


def application(environ, start_response):
    number = 1 // 0  # W701
    start_response("200 OK", [TEXT])
    return [] if environ["REQUEST_METHOD"] == "HEAD" else [b"%d" % number]
