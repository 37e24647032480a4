"""The trap: the body is bytes with no list around it. uWSGI sends it all the same; no other server has to."""


def application(environ, start_response):
    start_response("200 OK", [("Content-Type", "text/html; charset=utf-8")])
    return b"Hello World"
