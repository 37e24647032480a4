#!/usr/bin/env python3
"""The request with WebOb: the same environ, seen through an object with names for its entries."""

from html import escape
from wsgiref.simple_server import make_server

from webob import Request, Response

ALLOWED = "GET, HEAD, OPTIONS, POST"


def application(environ, start_response):
    return answer(Request(environ))(environ, start_response)  # a Response is a WSGI application too


def answer(request):
    """Return the response: WebOb reads and writes HTTP, and leaves routes and methods to the program."""
    if request.environ.get("PATH_INFO") != "/":  # request.path_info raises for a path that is not UTF-8
        return Response("There is one page here: /", status=404)
    if request.method == "OPTIONS":
        return Response(allow=ALLOWED)
    if request.method not in ALLOWED.split(", "):
        return Response(f"This page takes {ALLOWED}.", status=405, allow=ALLOWED)
    client = request.user_agent or "a program that gives no name"
    try:
        name = request.GET.get("name", "손님")
    except UnicodeDecodeError:
        return Response("Send the name in UTF-8.", status=400)
    return Response(f"Hello {escape(name)}! You sent {request.method} with {escape(client)}.")


if __name__ == "__main__":
    make_server("127.0.0.1", 29130, application).serve_forever()
