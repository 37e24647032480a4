"""The stock of a bookshop, for other programs: JSON in, JSON out, also for an error."""

import json


def application(environ, start_response):
    path = environ.get("PATH_INFO", "").encode("latin-1").decode("utf-8", "replace")
    status, value = answer(path)
    body = json.dumps(value).encode("ascii")
    start_response(status, [("Content-Type", "text/html; charset=utf-8"), ("Content-Length", str(len(body)))])
    return [] if environ["REQUEST_METHOD"] == "HEAD" else [body]


def answer(path):
    """Return the status and the value."""
    if not path.startswith("/stock/"):
        return "404 Not Found", {"error": "Ask for /stock/ and a book."}
    return "200 OK", {"book": path.removeprefix("/stock/"), "copies": 3}
