#!/usr/bin/env python3
"""The smallest web application: a function that the server calls once for each request (PEP 3333)."""

from wsgiref.simple_server import make_server


def application(environ, start_response):
    method = environ["REQUEST_METHOD"]
    path = environ.get("PATH_INFO", "").encode("latin-1").decode("utf-8", "replace")
    print(f"{method!a} {path!a}", file=environ["wsgi.errors"], flush=True)  # !a: no client ends our line of the log

    text = "Hello World"
    body = text.encode("utf-8")
    headers = [("Content-Type", "text/html; charset=utf-8"), ("Content-Length", str(len(body)))]
    start_response("200 OK", headers)
    return [] if method == "HEAD" else [body]


if __name__ == "__main__":
    make_server("127.0.0.1", 29130, application).serve_forever()
