#!/usr/bin/env python3
"""The trap: the program takes PATH_INFO for text. It holds bytes, each shown as one latin-1 letter."""

from html import escape
from wsgiref.simple_server import make_server


def application(environ, start_response):
    name = environ["PATH_INFO"].rpartition("/")[2]
    text = f"Hello, {escape(name)}!"
    body = text.encode("utf-8")
    headers = [("Content-Type", "text/html; charset=utf-8"), ("Content-Length", str(len(body)))]
    start_response("200 OK", headers)
    return [] if environ["REQUEST_METHOD"] == "HEAD" else [body]


if __name__ == "__main__":
    make_server("127.0.0.1", 29130, application).serve_forever()
