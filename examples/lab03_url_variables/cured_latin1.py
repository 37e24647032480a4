#!/usr/bin/env python3
"""The cure: the letters of PATH_INFO become bytes again, and the bytes are read as UTF-8."""

from html import escape
from wsgiref.simple_server import make_server


def application(environ, start_response):
    path = environ["PATH_INFO"].encode("latin-1").decode("utf-8", "replace")
    name = path.rpartition("/")[2]
    text = f"Hello, {escape(name)}!"
    body = text.encode("utf-8")
    headers = [("Content-Type", "text/html; charset=utf-8"), ("Content-Length", str(len(body)))]
    start_response("200 OK", headers)
    return [] if environ["REQUEST_METHOD"] == "HEAD" else [body]


if __name__ == "__main__":
    make_server("127.0.0.1", 29130, application).serve_forever()
