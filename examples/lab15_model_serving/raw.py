#!/usr/bin/env python3
"""A trained model by hand: the body is a form or JSON, and the model sees only lengths."""

import json
import sys
from pathlib import Path
from urllib.parse import parse_qsl
from wsgiref.simple_server import make_server

from wsgi_apps.exceptions import HTTPException, MethodNotAllowed, NotFound
from wsgi_apps.request_body import is_json, read_body, read_json

sys.path.insert(0, str(Path(__file__).parent))  # iris.py is beside this file, however it is started
from iris import Refused, load, measurements

model = load()  # once, while the program starts: a broken file stops it before the first request


def application(environ, start_response):
    try:
        status, kind, text, more = answer(environ)
    except HTTPException as error:  # each exception of layer 0 is a WSGI application itself
        return error(environ, start_response)
    body = text.encode("utf-8")
    start_response(status, [("Content-Type", kind), ("Content-Length", str(len(body))), *more])
    return [body]


def answer(environ):
    """Return the status, the type, the text, and more headers. Raises HTTPException."""
    if environ.get("PATH_INFO") != "/predict":
        raise NotFound("There is no page here: send the lengths to /predict.")
    if environ["REQUEST_METHOD"] == "OPTIONS":
        return "200 OK", "text/html; charset=utf-8", "", [("Allow", "OPTIONS, POST")]
    if environ["REQUEST_METHOD"] != "POST":
        raise MethodNotAllowed(valid_methods=["OPTIONS", "POST"])
    try:
        result = model.predict([measurements(fields_of(environ))]).tolist()
    except Refused as refused:
        return "400 Bad Request", "application/json", json.dumps({"error": str(refused)}) + "\n", []
    return "200 OK", "application/json", json.dumps({"result": result}) + "\n", []


def fields_of(environ):
    """Return the fields of the body. Raises HTTPException."""
    if is_json(environ.get("CONTENT_TYPE", "")):
        return read_json(environ)
    return dict(parse_qsl(read_body(environ).decode("utf-8", "replace"), keep_blank_values=True))


if __name__ == "__main__":
    make_server("127.0.0.1", 29130, application).serve_forever()
