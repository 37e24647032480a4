#!/usr/bin/env python3
"""The cure: every value is a str."""

from wsgiref.simple_server import make_server


def application(environ, start_response):
    start_response("200 OK", [("Content-Type", "text/html; charset=utf-8"), ("MY_HEADER", str(1234))])
    return [] if environ["REQUEST_METHOD"] == "HEAD" else [b"Look at the headers!"]


if __name__ == "__main__":
    make_server("127.0.0.1", 29130, application).serve_forever()
