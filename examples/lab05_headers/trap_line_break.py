#!/usr/bin/env python3
"""The trap: the client chooses the value of a header, and with a line break the next headers, too."""

from wsgiref.simple_server import make_server


def application(environ, start_response):
    value = environ["PATH_INFO"].rpartition("/")[2]
    start_response("200 OK", [("Content-Type", "text/html; charset=utf-8"), ("MY_HEADER", value)])
    return [] if environ["REQUEST_METHOD"] == "HEAD" else [b"Look at the headers!"]


if __name__ == "__main__":
    make_server("127.0.0.1", 29130, application).serve_forever()
