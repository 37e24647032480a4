#!/usr/bin/env python3
"""The status with WebOb: Response takes the number, finds the phrase, and leaves out a body that HTTP forbids."""

import re
from html import escape
from http import HTTPStatus
from wsgiref.simple_server import make_server

from webob import Request, Response

FINAL = {status.value for status in HTTPStatus if status >= 200}


def greet(greeting, name):
    return page(f"{escape(greeting)}, {escape(name)}!", 404)


def with_code(digits):
    code = int(digits)
    if code not in FINAL:
        return page(f"Ask for a final status, such as 404, not for {code}.", 400)
    return page(f"This is {code} {HTTPStatus(code).phrase}.", code)


def page(text, code, **more):
    return Response(text, code, charset="utf-8", **more)


RULES = [(r"/([^/]+)/([^/]+)", greet), (r"/answer/with/(\d{1,4000})", with_code)]


def application(environ, start_response):
    response = answer(Request(environ))
    return response(environ, start_response)


def answer(request):
    path = request.environ.get("PATH_INFO", "").encode("latin-1").decode("utf-8", "replace")  # path_info may raise
    for pattern, view in RULES:
        if found := re.fullmatch(pattern, path):
            if request.method == "OPTIONS":
                return page("", 200, allow=["GET", "HEAD", "OPTIONS"])
            if request.method not in ("GET", "HEAD"):
                return page("Send one of GET, HEAD, OPTIONS.", 405, allow=["GET", "HEAD", "OPTIONS"])
            return view(*found.groups())
    return page(f"There is no page {escape(path)} here.", 404)


if __name__ == "__main__":
    make_server("127.0.0.1", 29130, application).serve_forever()
