"""The trap: read() without a length reads to the end, and a socket that stays open has none."""

import json


def application(environ, start_response):
    data = json.loads(environ["wsgi.input"].read())
    body = f"Hello World {data['name']}".encode("utf-8")
    start_response("200 OK", [("Content-Type", "text/html; charset=utf-8"), ("Content-Length", str(len(body)))])
    return [body]
