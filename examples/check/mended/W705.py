"""W705 mended: the same program without the problem."""

import traceback

TEXT = ("Content-Type", "text/plain; charset=utf-8")


def application(environ, start_response):
    try:
        body = b"%d" % (1 // 0)
        status = "200 OK"
    except ZeroDivisionError:
        traceback.print_exc(file=environ["wsgi.errors"])
        body = b"Sorry."
        status = "500 Internal Server Error"
    start_response(status, [TEXT])
    return [] if environ["REQUEST_METHOD"] == "HEAD" else [body]
