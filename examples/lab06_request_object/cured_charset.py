#!/usr/bin/env python3
"""The cure: the type says which charset the bytes are in."""

from wsgiref.simple_server import make_server


def application(environ, start_response):
    text = "안녕하십니까"  # six letters, eighteen bytes of UTF-8
    body = text.encode("utf-8")
    headers = [("Content-Type", "text/html; charset=utf-8"), ("Content-Length", str(len(body)))]
    start_response("200 OK", headers)
    return [] if environ["REQUEST_METHOD"] == "HEAD" else [body]


if __name__ == "__main__":
    make_server("127.0.0.1", 29130, application).serve_forever()
