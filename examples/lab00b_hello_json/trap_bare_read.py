"""The trap: read() without a length waits for the end, and a socket that stays open has no end."""

import json
from wsgiref.simple_server import make_server


def application(environ, start_response):
    data = json.loads(environ["wsgi.input"].read())
    text = "Hello World " + data["name"]
    body = text.encode("utf-8")
    headers = [("Content-Type", "text/html; charset=utf-8"), ("Content-Length", str(len(body)))]
    start_response("200 OK", headers)
    return [body]


if __name__ == "__main__":
    make_server("127.0.0.1", 29130, application).serve_forever()
