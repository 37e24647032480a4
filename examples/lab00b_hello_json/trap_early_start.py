"""The trap: start_response comes first, so an error after it still has the status 200."""

import json


def application(environ, start_response):
    start_response("200 OK", [("Content-Type", "text/html; charset=utf-8")])
    length = int(environ.get("CONTENT_LENGTH") or 0)
    data = json.loads(environ["wsgi.input"].read(length) if length else b"")
    text = "Hello World " + data["name"]
    return [text.encode("utf-8")]
