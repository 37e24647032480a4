#!/usr/bin/env python3
"""JSON in, by hand: `wsgi_apps.request_body` reads the body, and raises an exception if it cannot be used."""

import json
from urllib.parse import parse_qs
from wsgiref.simple_server import make_server

from wsgi_apps.exceptions import BadRequest, HTTPException, MethodNotAllowed, NotFound
from wsgi_apps.request_body import read_json

PAGES = {"/": False, "/force": True}  # whether any Content-Type will do
ALLOWED = ["OPTIONS", "POST"]


def application(environ, start_response):
    try:
        headers, body = answer(environ)
    except HTTPException as error:  # it is a WSGI application, and sends the response
        return error(environ, start_response)
    start_response("200 OK", [*headers, ("Content-Length", str(len(body)))])
    return [body]


def answer(environ):
    """Return headers and body. Raises HTTPException."""
    if environ.get("PATH_INFO", "") not in PAGES:
        raise NotFound(f"The pages here: {' '.join(PAGES)}")
    if environ["REQUEST_METHOD"] == "OPTIONS":
        return [("Content-Type", "text/html; charset=utf-8"), ("Allow", ", ".join(ALLOWED))], b""
    if environ["REQUEST_METHOD"] != "POST":
        raise MethodNotAllowed(ALLOWED)
    return [("Content-Type", "application/json")], json.dumps(facts(environ)).encode("ascii")


def facts(environ):
    """Return the values of the response. Raises HTTPException."""
    data = read_json(environ, force=PAGES[environ["PATH_INFO"]])  # 415, 400, 413 ... are raised in it
    if not isinstance(data, dict):
        raise BadRequest('Send a JSON object, such as {"key1": "value"}.')
    query = environ.get("QUERY_STRING", "").encode("latin-1").decode("utf-8", "replace")
    return {
        "method": environ["REQUEST_METHOD"],
        "name": parse_qs(query, keep_blank_values=True).get("name", ["손님"])[0],
        "client": environ.get("HTTP_USER_AGENT", ""),
        "key1": data.get("key1", "No key"),
    }


if __name__ == "__main__":
    make_server("127.0.0.1", 29130, application).serve_forever()
