"""The trap: the body is a list of str. On uWSGI the answer is 200, and empty."""


def application(environ, start_response):
    start_response("200 OK", [("Content-Type", "text/html; charset=utf-8")])
    return ["Hello World"]
