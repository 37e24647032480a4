#!/usr/bin/env python3
"""The cure: html.escape turns the name into text that a browser shows and does not run."""

from html import escape
from wsgiref.simple_server import make_server


def application(environ, start_response):
    name = environ.get("PATH_INFO", "").removeprefix("/hello/").encode("latin-1").decode("utf-8", "replace")
    body = f"<!doctype html>\n<title>Hello</title>\n<h1>Hello {escape(name)}!</h1>\n".encode()
    headers = [("Content-Type", "text/html; charset=utf-8"), ("Content-Length", str(len(body)))]
    start_response("200 OK", headers)
    return [] if environ["REQUEST_METHOD"] == "HEAD" else [body]


if __name__ == "__main__":
    make_server("127.0.0.1", 29130, application).serve_forever()
