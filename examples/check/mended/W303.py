"""W303 mended: the same program without the problem."""

TEXT = ("Content-Type", "text/plain; charset=utf-8")


def application(environ, start_response):
    start_response("200 OK", [TEXT, ("X-Count", "3")])
    return []
