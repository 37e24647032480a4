#!/usr/bin/env python3
"""Three pages by hand: a dictionary of paths, and one callable that looks the path up."""

from html import escape
from wsgiref.simple_server import make_server

PAGES = {
    "/": "Hello World!",
    "/bad": "Bad World!",
    "/good": "Good World!",
}
ALLOWED = "GET, HEAD, OPTIONS"


def application(environ, start_response):
    status, text, more = answer(environ["REQUEST_METHOD"], environ.get("PATH_INFO", ""))
    body = text.encode("utf-8")
    start_response(status, [("Content-Type", "text/html; charset=utf-8"), ("Content-Length", str(len(body))), *more])
    return [] if environ["REQUEST_METHOD"] == "HEAD" else [body]


def answer(method, path):
    """Return the status, the text, and the headers beside the usual ones."""
    if path not in PAGES:
        text = path.encode("latin-1").decode("utf-8", "replace")
        return "404 Not Found", f"There is no page {escape(text)} here.", []
    if method == "OPTIONS":
        return "200 OK", "", [("Allow", ALLOWED)]
    if method not in ("GET", "HEAD"):
        return "405 Method Not Allowed", f"This page takes {ALLOWED}.", [("Allow", ALLOWED)]
    return "200 OK", PAGES[path], []


if __name__ == "__main__":
    make_server("127.0.0.1", 29130, application).serve_forever()
