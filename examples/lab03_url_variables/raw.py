#!/usr/bin/env python3
"""Variables in the URL by hand: a table of patterns; the first one that matches wins."""

import re
from html import escape
from wsgiref.simple_server import make_server


def greet(greeting, name):
    return f"{escape(greeting)}, {escape(name)}!"


def user(username):
    return f"The user is called {escape(username)}."


def number(number):
    return f"The number is {int(number)}."


def only_a_number(number):
    return f"The number can only be a number: {int(number)}."


RULES = [  # the narrow ones first; int() takes at most 4,300 digits
    (r"/test/(\d{1,4000})", number),
    (r"/test/([^/]+)", user),
    (r"/([^/]+)/([^/]+)", greet),
    (r"/test/int/(\d{1,4000})", only_a_number),
]
ALLOW = ("Allow", "GET, HEAD, OPTIONS")


def application(environ, start_response):
    path = environ.get("PATH_INFO", "").encode("latin-1").decode("utf-8", "replace")
    status, text, more = answer(environ["REQUEST_METHOD"], path)
    body = text.encode("utf-8")
    start_response(status, [("Content-Type", "text/html; charset=utf-8"), ("Content-Length", str(len(body))), *more])
    return [] if environ["REQUEST_METHOD"] == "HEAD" else [body]


def answer(method, path):
    """Return the status, the text, and the headers beside the usual ones."""
    for pattern, view in RULES:
        if found := re.fullmatch(pattern, path):
            if method == "OPTIONS":
                return "200 OK", "", [ALLOW]
            if method not in ("GET", "HEAD"):
                return "405 Method Not Allowed", f"Send one of {ALLOW[1]}.", [ALLOW]
            return "200 OK", view(*found.groups()), []
    return "404 Not Found", f"There is no page {escape(path)} here.", []


if __name__ == "__main__":
    make_server("127.0.0.1", 29130, application).serve_forever()
