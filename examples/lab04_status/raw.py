#!/usr/bin/env python3
"""The status by hand: a number and a phrase in one str, and no body where the status forbids one."""

import re
from html import escape
from http import HTTPStatus
from wsgiref.simple_server import make_server

FINAL = {status.value for status in HTTPStatus if status >= 200}
BODILESS = {HTTPStatus.NO_CONTENT, HTTPStatus.NOT_MODIFIED}  # RFC 9110, 15.3.5 and 15.4.5
ALLOW = ("Allow", "GET, HEAD, OPTIONS")


def greet(greeting, name):
    return HTTPStatus.NOT_FOUND, f"{escape(greeting)}, {escape(name)}!"


def with_code(digits):
    code = int(digits)
    if code not in FINAL:
        return HTTPStatus.BAD_REQUEST, f"Ask for a final status, such as 404, not for {code}."
    return HTTPStatus(code), f"This is {code} {HTTPStatus(code).phrase}."


RULES = [(r"/([^/]+)/([^/]+)", greet), (r"/answer/with/(\d{1,4000})", with_code)]


def application(environ, start_response):
    path = environ.get("PATH_INFO", "").encode("latin-1").decode("utf-8", "replace")
    status, text, more = answer(environ["REQUEST_METHOD"], path)
    line = f"{status.value} {status.phrase}"
    if status in BODILESS:
        start_response(line, more)
        return []
    body = text.encode("utf-8")
    start_response(line, [("Content-Type", "text/html; charset=utf-8"), ("Content-Length", str(len(body))), *more])
    return [] if environ["REQUEST_METHOD"] == "HEAD" else [body]


def answer(method, path):
    """Return the status, the text, and the headers beside the usual ones."""
    for pattern, view in RULES:
        if found := re.fullmatch(pattern, path):
            if method == "OPTIONS":
                return HTTPStatus.OK, "", [ALLOW]
            if method not in ("GET", "HEAD"):
                return HTTPStatus.METHOD_NOT_ALLOWED, f"Send one of {ALLOW[1]}.", [ALLOW]
            return *view(*found.groups()), []
    return HTTPStatus.NOT_FOUND, f"There is no page {escape(path)} here.", []


if __name__ == "__main__":
    make_server("127.0.0.1", 29130, application).serve_forever()
