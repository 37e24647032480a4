"""W703 mended: the same program without the problem."""

TEXT = ("Content-Type", "text/plain; charset=utf-8")


def application(environ, start_response):
    try:
        number = 1 // 0
    except ZeroDivisionError:
        start_response("500 Internal Server Error", [TEXT])
        return []
    start_response("200 OK", [TEXT])
    return [] if environ["REQUEST_METHOD"] == "HEAD" else [b"%d" % number]
