#!/usr/bin/env python3
"""JSON out, by hand: json.dumps makes the text, and the Content-Type says that it is JSON."""

import json
from urllib.parse import parse_qs
from wsgiref.simple_server import make_server

PAGES = ("/", "/jsonify", "/response_class")
ALLOWED = "GET, HEAD, OPTIONS"


def application(environ, start_response):
    status, content_type, text, more = answer(environ)
    body = text.encode("utf-8")
    start_response(status, [("Content-Type", content_type), ("Content-Length", str(len(body))), *more])
    return [] if environ["REQUEST_METHOD"] == "HEAD" else [body]


def answer(environ):
    """Return the status, the type, the text, and the headers beside the usual ones."""
    html = "text/html; charset=utf-8"
    if environ.get("PATH_INFO", "") not in PAGES:
        return "404 Not Found", html, f"The pages here: {' '.join(PAGES)}", []
    if environ["REQUEST_METHOD"] == "OPTIONS":
        return "200 OK", html, "", [("Allow", ALLOWED)]
    if environ["REQUEST_METHOD"] not in ALLOWED.split(", "):
        return "405 Method Not Allowed", html, f"This page takes {ALLOWED}.", [("Allow", ALLOWED)]
    return "200 OK", "application/json", json.dumps(facts(environ)), []  # no charset: JSON is UTF-8 (RFC 8259, 8.1)


def facts(environ):
    """Return the values of the response."""
    query = environ.get("QUERY_STRING", "").encode("latin-1").decode("utf-8", "replace")
    return {
        "method": environ["REQUEST_METHOD"],
        "name": parse_qs(query, keep_blank_values=True).get("name", ["손님"])[0],
        "client": environ.get("HTTP_USER_AGENT", ""),
    }


if __name__ == "__main__":
    make_server("127.0.0.1", 29130, application).serve_forever()
