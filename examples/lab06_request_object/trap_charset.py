#!/usr/bin/env python3
"""The trap: a type without a charset. The browser has to guess, and on most machines it does not guess Korean."""

from wsgiref.simple_server import make_server


def application(environ, start_response):
    text = "안녕하십니까"  # six letters, eighteen bytes of UTF-8
    body = text.encode("utf-8")
    start_response("200 OK", [("Content-Type", "text/html"), ("Content-Length", str(len(body)))])
    return [] if environ["REQUEST_METHOD"] == "HEAD" else [body]


if __name__ == "__main__":
    make_server("127.0.0.1", 29130, application).serve_forever()
