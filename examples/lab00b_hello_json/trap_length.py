"""The trap: CONTENT_LENGTH is believed. It may be absent, empty, no number, or more than what comes."""

import json


def application(environ, start_response):
    data = json.loads(environ["wsgi.input"].read(int(environ["CONTENT_LENGTH"])))
    text = "Hello World " + data["name"]
    body = text.encode("utf-8")
    start_response("200 OK", [("Content-Type", "text/html; charset=utf-8"), ("Content-Length", str(len(body)))])
    return [body]
