#!/usr/bin/env python3
"""A site that does not know its prefix, and the mount that tells it, both by hand."""

from urllib.parse import quote
from wsgiref.simple_server import make_server
from wsgiref.util import application_uri

ALLOWED = "GET, HEAD, OPTIONS"


def application(environ, start_response):
    status, text, more = answer(environ, environ.get("PATH_INFO", ""))
    body = text.encode("utf-8")
    headers = [
        ("Content-Type", "text/html; charset=utf-8"),
        ("Content-Length", str(len(body))),
        ("Script-Name", ascii(environ.get("SCRIPT_NAME"))),
        ("Path-Info", ascii(environ.get("PATH_INFO"))),
        ("Url-For", url_for(environ, "x")),
    ]
    start_response(status, headers + more)
    return [] if environ["REQUEST_METHOD"] == "HEAD" else [body]


def answer(environ, path):
    """Return the status, the text, and the headers beside the usual ones."""
    name = path.lstrip("/")
    if path == "":  # the prefix alone: relative links on the page would lose it
        return "308 Permanent Redirect", "Home has a slash.", [("Location", application_uri(environ).rstrip("/") + "/")]
    if "/" in name:
        return "404 Not Found", "There is no such page.", []
    if environ["REQUEST_METHOD"] == "OPTIONS":
        return "200 OK", "", [("Allow", ALLOWED)]
    if environ["REQUEST_METHOD"] not in ("GET", "HEAD"):
        return "405 Method Not Allowed", f"This page takes {ALLOWED}.", [("Allow", ALLOWED)]
    if name == "go":
        return "302 Found", "Go to page x.", [("Location", url_for(environ, "x"))]
    return "200 OK", f"Page {name.encode('latin-1').decode('utf-8', 'replace')}" if name else "Home", []


def url_for(environ, name):
    """Return the path of a page for a client: SCRIPT_NAME has what a server took off the front."""
    return quote(environ.get("SCRIPT_NAME", "").encode("latin-1")) + "/" + quote(name)


def mount(prefix, mounted):
    """Return an application that has another one below a prefix, and nothing else."""

    def mounting(environ, start_response):
        path = environ.get("PATH_INFO", "")
        if path != prefix and not path.startswith(prefix + "/"):  # /601621760 is another path
            start_response("404 Not Found", [("Content-Type", "text/plain"), ("Content-Length", "8")])
            return [b"Nothing."]
        root = environ.get("SCRIPT_NAME", "") + prefix  # what is mounted in a mount has both prefixes
        return mounted({**environ, "SCRIPT_NAME": root, "PATH_INFO": path[len(prefix) :]}, start_response)

    return mounting


below = mount("/60162176", application)

if __name__ == "__main__":
    make_server("127.0.0.1", 29130, application).serve_forever()
