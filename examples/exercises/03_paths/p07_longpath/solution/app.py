"""A wiki: an address is words of small letters and digits, joined by single hyphens, in segments between slashes."""

import re

ADDRESS = re.compile(r"(/[a-z0-9]+(-[a-z0-9]+)*)+")


def application(environ, start_response):
    path = environ.get("PATH_INFO", "").encode("latin-1").decode("utf-8", "replace")
    status, text = "404 Not Found", "There is no such page."
    if ADDRESS.fullmatch(path):
        status, text = "200 OK", f"Page: {path}"
    body = text.encode("utf-8")
    start_response(status, [("Content-Type", "text/plain; charset=utf-8"), ("Content-Length", str(len(body)))])
    return [] if environ["REQUEST_METHOD"] == "HEAD" else [body]
