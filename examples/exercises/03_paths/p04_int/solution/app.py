"""A till: /sum/20/22 answers 42. Two numbers of at most 12 digits are added; every other path is 404."""

import re


def application(environ, start_response):
    path = environ.get("PATH_INFO", "").encode("latin-1").decode("utf-8", "replace")
    status, text = answer(path)
    body = text.encode("utf-8")
    start_response(status, [("Content-Type", "text/plain; charset=utf-8"), ("Content-Length", str(len(body)))])
    return [] if environ["REQUEST_METHOD"] == "HEAD" else [body]


def answer(path):
    """Return the status and the text."""
    found = re.fullmatch(r"/sum/([0-9]{1,12})/([0-9]{1,12})", path)
    if not found:
        return "404 Not Found", "Write two numbers, such as /sum/20/22."
    first, second = found.groups()
    return "200 OK", str(int(first) + int(second))
