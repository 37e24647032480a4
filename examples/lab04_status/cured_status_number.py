#!/usr/bin/env python3
"""The cure: the number and its phrase, in one str."""

from http import HTTPStatus
from wsgiref.simple_server import make_server


def application(environ, start_response):
    status = HTTPStatus.NOT_FOUND
    start_response(f"{status.value} {status.phrase}", [("Content-Type", "text/html; charset=utf-8")])
    return [] if environ["REQUEST_METHOD"] == "HEAD" else [b"Hello, JongHyun!"]


if __name__ == "__main__":
    make_server("127.0.0.1", 29130, application).serve_forever()
