"""W705 broken: the body contains a traceback."""

import traceback

TEXT = ("Content-Type", "text/plain; charset=utf-8")


def application(environ, start_response):
    try:
        body = b"%d" % (1 // 0)
        status = "200 OK"
    except ZeroDivisionError:
        body = traceback.format_exc().encode()
        status = "500 Internal Server Error"
    start_response(status, [TEXT])
    return [] if environ["REQUEST_METHOD"] == "HEAD" else [body]  # W705
