#!/usr/bin/env python3
"""The trap: the status is a number. For start_response it is a str, the number and a phrase."""

from http import HTTPStatus
from wsgiref.simple_server import make_server


def application(environ, start_response):
    start_response(HTTPStatus.NOT_FOUND, [("Content-Type", "text/html; charset=utf-8")])
    return [] if environ["REQUEST_METHOD"] == "HEAD" else [b"Hello, JongHyun!"]


if __name__ == "__main__":
    make_server("127.0.0.1", 29130, application).serve_forever()
