#!/usr/bin/env python3
"""A JSON greeting by hand: POST {"name": "JongHyun"}, read "Hello World JongHyun"."""

import json
from html import escape
from wsgiref.simple_server import make_server

LIMIT = 1024 * 1024  # bytes


class Refused(Exception):
    """Raised with a status, and a sentence that says what to send instead."""


def application(environ, start_response):
    try:
        status, text = "200 OK", f"Hello World {read_name(environ)}"
    except Refused as refused:
        status, text = refused.args
    body = escape(text, quote=False).encode("utf-8", "replace")
    headers = [("Content-Type", "text/html; charset=utf-8"), ("Content-Length", str(len(body)))]
    start_response(status, headers + ([("Allow", "POST")] if status.startswith("405") else []))
    return [] if environ["REQUEST_METHOD"] == "HEAD" else [body]


def read_name(environ):
    body = read_body(environ)
    if environ["REQUEST_METHOD"] != "POST":
        raise Refused("405 Method Not Allowed", "Send a POST request with a JSON body.")
    if environ.get("CONTENT_TYPE", "").partition(";")[0].strip().lower() != "application/json":
        raise Refused("415 Unsupported Media Type", "Send the header Content-Type: application/json.")
    try:
        data = json.loads(body.decode("utf-8"))
    except (ValueError, RecursionError) as error:
        raise Refused("400 Bad Request", f"Send JSON in UTF-8. This cannot be read: {error}.") from None
    name = data.get("name") if isinstance(data, dict) else None
    if not isinstance(name, str) or not name.strip():
        raise Refused("400 Bad Request", 'Send a JSON object whose "name" is a text: {"name": "JongHyun"}.')
    return name


def read_body(environ):
    length = environ.get("CONTENT_LENGTH", "").strip() or "0"
    if "HTTP_TRANSFER_ENCODING" in environ:
        raise Refused("411 Length Required", "Send a Content-Length: chunks are not read here.")
    if not (length.isascii() and length.isdigit()):
        raise Refused("400 Bad Request", f"Send the Content-Length in digits, not as {length!a}.")
    if len(length) > 9 or int(length) > LIMIT:
        raise Refused("413 Content Too Large", f"Send at most {LIMIT} bytes.")
    try:
        body = environ["wsgi.input"].read(int(length)) if length.strip("0") else b""  # uWSGI: read(0) is "everything"
    except OSError:  # the client has gone, or has said nothing for too long
        body = b""
    if len(body) < int(length):
        raise Refused("400 Bad Request", f"Send all {int(length)} bytes: the body ended too early.")
    return body


if __name__ == "__main__":
    make_server("127.0.0.1", 29130, application).serve_forever()
