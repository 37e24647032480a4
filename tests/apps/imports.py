"""Say where the interpreter inside a server lives; importing a library proves that it finds it."""

import sys

import webob  # noqa: F401


def application(environ, start_response):
    """Answer with the folder of the interpreter's environment."""
    start_response("200 OK", [("Content-Type", "text/plain")])
    return [sys.prefix.encode()]
