#!/usr/bin/env python3
"""The trap: a header with Korean in it. A header carries latin-1 at most, and ASCII for certain."""

from wsgiref.simple_server import make_server


def application(environ, start_response):
    start_response("200 OK", [("Content-Type", "text/html; charset=utf-8"), ("MY_HEADER", "종현")])
    return [] if environ["REQUEST_METHOD"] == "HEAD" else [b"Look at the headers!"]


if __name__ == "__main__":
    make_server("127.0.0.1", 29130, application).serve_forever()
