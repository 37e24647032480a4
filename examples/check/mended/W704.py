"""W704 mended: the same program without the problem."""

TEXT = ("Content-Type", "text/plain; charset=utf-8")


STATUS = {"GET": "200 OK", "HEAD": "200 OK", "POST": "201 Created", "OPTIONS": "200 OK"}


def application(environ, start_response):
    status = STATUS.get(environ["REQUEST_METHOD"], "501 Not Implemented")
    start_response(status, [TEXT])
    return []
