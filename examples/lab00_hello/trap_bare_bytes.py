"""The trap: the body is bytes without a list around it. uWSGI sends it, but no other server has to."""


def application(environ, start_response):
    start_response("200 OK", [("Content-Type", "text/html; charset=utf-8")])
    return b"Hello World"
