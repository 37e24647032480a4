#!/usr/bin/env python3
"""The JSON greeting with WebOb: Request reads environ, Response calls start_response."""

import json
from html import escape
from wsgiref.simple_server import make_server

from webob import Request, Response

LIMIT = 1024 * 1024  # bytes


def application(environ, start_response):
    status, text = answer(Request(environ))
    response = Response(escape(text, quote=False).encode("utf-8", "replace"), status, charset="utf-8")
    if status == 405:
        response.allow = ["POST"]
    return response(environ, start_response)


def answer(request):
    """Return the status and the text."""
    if "Transfer-Encoding" in request.headers:
        return 411, "Send a Content-Length: chunks are not read here."
    length = request.headers.get("Content-Length", "") or "0"
    if length.strip("0123456789"):  # WebOb ignores what is not a number, and would read -5 bytes
        return 400, f"Send the Content-Length in digits, not as {length!a}."
    if len(length) > 9 or int(length) > LIMIT:
        return 413, f"Send at most {LIMIT} bytes."
    try:
        return greeting(request, request.body)
    except OSError:  # WebOb's DisconnectionError is an OSError
        return 400, f"Send all {request.content_length} bytes: the body ended too early."


def greeting(request, body):
    if request.method != "POST":
        return 405, "Send a POST request with a JSON body."
    if request.content_type.lower() != "application/json":
        return 415, "Send the header Content-Type: application/json."
    try:
        data = json.loads(body.decode("utf-8"))  # request.json would take any charset that the client names
    except (ValueError, RecursionError) as error:
        return 400, f"Send JSON in UTF-8. This cannot be read: {error}."
    name = data.get("name") if isinstance(data, dict) else None
    if not isinstance(name, str) or not name.strip():
        return 400, 'Send a JSON object whose "name" is a text: {"name": "JongHyun"}.'
    return 200, f"Hello World {name}"


if __name__ == "__main__":
    make_server("127.0.0.1", 29130, application).serve_forever()
