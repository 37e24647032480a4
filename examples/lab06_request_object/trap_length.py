#!/usr/bin/env python3
"""The trap: Content-Length counts bytes, and this program counts letters. The page is cut in the middle."""

from wsgiref.simple_server import make_server


def application(environ, start_response):
    text = "안녕하십니까"  # six letters, eighteen bytes of UTF-8
    headers = [("Content-Type", "text/plain; charset=utf-8"), ("Content-Length", str(len(text)))]
    start_response("200 OK", headers)
    return [] if environ["REQUEST_METHOD"] == "HEAD" else [text.encode("utf-8")]


if __name__ == "__main__":
    make_server("127.0.0.1", 29130, application).serve_forever()
