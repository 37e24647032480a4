"""Announces JSON for a book, and HTML for an error."""

import json


def application(environ, start_response):
    path = environ.get("PATH_INFO", "").encode("latin-1").decode("utf-8", "replace")
    status, value = answer(path)
    content_type = "application/json" if status == "200 OK" else "text/html; charset=utf-8"
    body = json.dumps(value).encode("ascii")
    start_response(status, [("Content-Type", content_type), ("Content-Length", str(len(body)))])
    return [] if environ["REQUEST_METHOD"] == "HEAD" else [body]


def answer(path):
    if not path.startswith("/stock/"):
        return "404 Not Found", {"error": "Ask for /stock/ and a book."}
    return "200 OK", {"book": path.removeprefix("/stock/"), "copies": 3}
