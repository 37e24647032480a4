#!/usr/bin/env python3
"""Templates by hand: Jinja2 makes the page, and knows nothing of HTTP; the callable sends it."""

import re
from pathlib import Path
from wsgiref.simple_server import make_server

from jinja2 import Environment, FileSystemLoader

# autoescape is off by default: Jinja2 also makes mail and configuration files, where &lt; would be wrong.
TEMPLATES = Environment(loader=FileSystemLoader(Path(__file__).with_name("templates")), autoescape=True)
PATH = re.compile(r"/hello(?:/([^/]+))?")  # /hello, or /hello/ and a name
ALLOWED = "GET, HEAD, OPTIONS"


def application(environ, start_response):
    status, text, more = answer(environ)
    body = text.encode("utf-8")
    start_response(status, [("Content-Type", "text/html; charset=utf-8"), ("Content-Length", str(len(body))), *more])
    return [] if environ["REQUEST_METHOD"] == "HEAD" else [body]


def answer(environ):
    """Return the status, the text, and the headers beside the usual ones."""
    found = PATH.fullmatch(environ.get("PATH_INFO", "").encode("latin-1").decode("utf-8", "replace"))
    if not found:
        return "404 Not Found", "The pages here: /hello and /hello/your-name", []
    if environ["REQUEST_METHOD"] == "OPTIONS":
        return "200 OK", "", [("Allow", ALLOWED)]
    if environ["REQUEST_METHOD"] not in ALLOWED.split(", "):
        return "405 Method Not Allowed", f"This page takes {ALLOWED}.", [("Allow", ALLOWED)]
    return "200 OK", TEMPLATES.get_template("hello.html").render(name=found[1]), []


if __name__ == "__main__":
    make_server("127.0.0.1", 29130, application).serve_forever()
