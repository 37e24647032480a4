#!/usr/bin/env python3
"""The request by hand: method, query string and User-Agent are entries of environ."""

from html import escape
from urllib.parse import parse_qs
from wsgiref.simple_server import make_server

ALLOWED = "GET, HEAD, OPTIONS, POST"


def application(environ, start_response):
    status, text, more = answer(environ)
    body = text.encode("utf-8")  # the length is that of the bytes: a Korean letter has three
    start_response(status, [("Content-Type", "text/html; charset=utf-8"), ("Content-Length", str(len(body))), *more])
    return [] if environ["REQUEST_METHOD"] == "HEAD" else [body]


def answer(environ):
    """Return the status, the text, and the headers beside the usual ones."""
    method = environ["REQUEST_METHOD"]
    if environ.get("PATH_INFO", "") != "/":
        return "404 Not Found", "There is one page here: /", []
    if method == "OPTIONS":
        return "200 OK", "", [("Allow", ALLOWED)]
    if method not in ALLOWED.split(", "):
        return "405 Method Not Allowed", f"This page takes {ALLOWED}.", [("Allow", ALLOWED)]
    client = environ.get("HTTP_USER_AGENT", "") or "a program that gives no name"
    return "200 OK", f"Hello {escape(name_of(environ))}! You sent {method} with {escape(client)}.", []


def name_of(environ):
    """Return the first ``name`` of the query. An empty name is a name; a missing one becomes 손님 (guest)."""
    query = environ.get("QUERY_STRING", "").encode("latin-1").decode("utf-8", "replace")  # curl may send bare letters
    return parse_qs(query, keep_blank_values=True).get("name", ["손님"])[0]


if __name__ == "__main__":
    make_server("127.0.0.1", 29130, application).serve_forever()
