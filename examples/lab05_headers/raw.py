#!/usr/bin/env python3
"""Headers by hand: a list of pairs of str, and nothing in a value that could end its line."""

from urllib.parse import quote
from wsgiref.simple_server import make_server

ALLOW = ("Allow", "GET, HEAD, OPTIONS")


def application(environ, start_response):
    path = environ.get("PATH_INFO", "").encode("latin-1").decode("utf-8", "replace")
    status, text, more = answer(environ["REQUEST_METHOD"], path)
    body = text.encode("utf-8")
    start_response(status, [("Content-Type", "text/html; charset=utf-8"), ("Content-Length", str(len(body))), *more])
    return [] if environ["REQUEST_METHOD"] == "HEAD" else [body]


def answer(method, path):
    """Return the status, the text, and the headers beside the usual ones."""
    value = path.removeprefix("/header/")
    if path != "/" and (value in (path, "") or "/" in value):
        return "404 Not Found", "There is no such page here.", []
    if method == "OPTIONS":
        return "200 OK", "", [ALLOW]
    if method not in ("GET", "HEAD"):
        return "405 Method Not Allowed", f"Send one of {ALLOW[1]}.", [ALLOW]
    return number() if path == "/" else chosen(value)


def number():
    return "200 OK", "Look at the headers!", [("MY_HEADER", str(1234))]


def chosen(value):
    if not (value.isascii() and value.isprintable()):
        text = f"A header takes printable ASCII. Escape this value once more: {quote(quote(value))}"
        return "400 Bad Request", text, []
    return "200 OK", "Look at the headers!", [("MY_HEADER", value)]


if __name__ == "__main__":
    make_server("127.0.0.1", 29130, application).serve_forever()
