"""The trap: the program believes CONTENT_LENGTH. It may be absent, empty, not a number, or more than the client sends."""

import json


def application(environ, start_response):
    data = json.loads(environ["wsgi.input"].read(int(environ["CONTENT_LENGTH"])))
    text = "Hello World " + data["name"]
    body = text.encode("utf-8")
    headers = [("Content-Type", "text/html; charset=utf-8"), ("Content-Length", str(len(body)))]
    start_response("200 OK", headers)
    return [body]
