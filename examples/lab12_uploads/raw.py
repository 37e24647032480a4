#!/usr/bin/env python3
"""An upload by hand: the body is cut at its boundary, and each piece is a small message with headers of its own."""

import json
import re
import sys
from pathlib import Path
from wsgiref.simple_server import make_server

from wsgi_apps.exceptions import BadRequest, HTTPException, MethodNotAllowed, NotFound
from wsgi_apps.request_body import read_body

sys.path.insert(0, str(Path(__file__).parent))  # ripeness.py is beside this file, however it is started
from ripeness import Refused, ripeness

METHODS = ["OPTIONS", "POST", "PUT"]
BOUNDARY = re.compile(r'multipart/form-data;.*boundary="?([^";]{1,70})"?', re.I)
NAMES = re.compile(r'; *(name|filename)="([^"]*)"', re.I)


def application(environ, start_response):
    try:
        status, more, body = answer(environ)
    except HTTPException as error:  # an exception of layer 0 is a WSGI application
        return error(environ, start_response)
    start_response(status, [("Content-Length", str(len(body))), *more])
    return [body]


def answer(environ):
    """Return the status, the headers and the body. Raises HTTPException."""
    if environ.get("PATH_INFO") != "/inference":
        raise NotFound("There is no page here: send the picture to /inference.")
    if environ["REQUEST_METHOD"] == "OPTIONS":
        return "200 OK", [("Content-Type", "text/html; charset=utf-8"), ("Allow", ", ".join(METHODS))], b""
    if environ["REQUEST_METHOD"] not in METHODS:
        raise MethodNotAllowed(valid_methods=METHODS)
    try:
        status, value = "200 OK", inference(environ)
    except Refused as refused:
        status, value = "400 Bad Request", {"error": str(refused)}
    return status, [("Content-Type", "application/json")], f"{json.dumps(value)}\n".encode()


def inference(environ):
    """Return the value of the JSON. Raises Refused, and HTTPException."""
    parts = parts_of(environ.get("CONTENT_TYPE", ""), read_body(environ, 1024 * 1024))
    if ("file", "img_file") not in parts:
        raise Refused("The file img_file is missing: with curl, -F img_file=@FILE (-d cannot upload)")
    if ("field", "model_type") not in parts:
        raise Refused("The field model_type is missing: with curl, -F model_type=strawberry")
    return ripeness(parts["field", "model_type"].decode("utf-8", "replace"), parts["file", "img_file"])


def parts_of(content_type, body):
    """Return the content of each part of a multipart body, by kind and name (RFC 7578). Raises BadRequest."""
    boundary, parts = BOUNDARY.match(content_type), {}
    if boundary:
        *pieces, rest = (b"\r\n" + body).split(b"\r\n--" + boundary[1].encode("latin-1"))
        if not rest.startswith(b"--"):  # the last boundary ends in two hyphens
            raise BadRequest("The body does not end with its boundary: send all of it.")
        for piece in pieces[1:]:
            head, _, content = piece.partition(b"\r\n\r\n")
            names = {key.lower(): value for key, value in NAMES.findall(head.decode("utf-8", "replace"))}
            parts["file" if names.get("filename") else "field", names.get("name")] = content
    return parts


if __name__ == "__main__":
    make_server("127.0.0.1", 29130, application).serve_forever()
