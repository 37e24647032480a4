#!/usr/bin/env python3
"""Headers with WebOb: response.headers is a dictionary, and takes any value."""

from urllib.parse import quote
from wsgiref.simple_server import make_server

from webob import Request, Response

ALLOWED = ["GET", "HEAD", "OPTIONS"]


def application(environ, start_response):
    response = answer(Request(environ))
    return response(environ, start_response)


def answer(request):
    path = request.environ.get("PATH_INFO", "").encode("latin-1").decode("utf-8", "replace")  # path_info may raise
    value = path.removeprefix("/header/")
    if path != "/" and (value in (path, "") or "/" in value):
        return page("There is no such page here.", 404)
    if request.method == "OPTIONS":
        return page("", allow=ALLOWED)
    if request.method not in ALLOWED:
        return page("Send one of GET, HEAD, OPTIONS.", 405, allow=ALLOWED)
    return number() if path == "/" else chosen(value)


def page(text, code=200, **more):
    return Response(text, code, charset="utf-8", **more)


def number():
    response = page("Look at the headers!")
    response.headers["MY_HEADER"] = str(1234)  # WebOb would pass the number on as a number
    return response


def chosen(value):
    if not (value.isascii() and value.isprintable()):
        return page(f"A header takes printable ASCII. Escape this value once more: {quote(quote(value))}", 400)
    response = page("Look at the headers!")
    response.headers["MY_HEADER"] = value
    return response


if __name__ == "__main__":
    make_server("127.0.0.1", 29130, application).serve_forever()
