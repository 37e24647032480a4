"""The orders of a web shop: by their number, those of today, and those of a customer. The narrow rule wins."""

import re
from html import escape

RULES = [
    (r"/orders/today", lambda: "The orders of today."),
    (r"/orders/([0-9]+)", lambda number: f"Order number {number}."),
    (r"/orders/([^/]+)", lambda name: f"All orders of {escape(name)}."),
]


def application(environ, start_response):
    path = environ.get("PATH_INFO", "").encode("latin-1").decode("utf-8", "replace")
    status, text = answer(path)
    body = text.encode("utf-8")
    start_response(status, [("Content-Type", "text/html; charset=utf-8"), ("Content-Length", str(len(body)))])
    return [] if environ["REQUEST_METHOD"] == "HEAD" else [body]


def answer(path):
    """Return the status and the text."""
    for pattern, view in RULES:
        if found := re.fullmatch(pattern, path):
            return "200 OK", view(*found.groups())
    return "404 Not Found", "There is no such page."
