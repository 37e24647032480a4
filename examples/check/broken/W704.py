"""W704 broken: an unknown method raises an exception."""

TEXT = ("Content-Type", "text/plain; charset=utf-8")


STATUS = {"GET": "200 OK", "HEAD": "200 OK", "POST": "201 Created", "OPTIONS": "200 OK"}


def application(environ, start_response):
    status = STATUS[environ["REQUEST_METHOD"]]  # W704
    start_response(status, [TEXT])
    return []
