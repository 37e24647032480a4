#!/usr/bin/env python3
"""Hooks by hand: lists of functions, and a loop that calls each list. The header Steps has their order."""

import re
from html import escape
from threading import Lock
from wsgiref.simple_server import make_server

begun, first_request = [], Lock()
ALLOWED = ("Allow", "GET, HEAD, OPTIONS")


def begin():
    with first_request:  # two threads may have a first request at the same time
        if not begun:
            begun.append("ready")


def note(request):
    request["steps"] = ["before 1"]


def gate(request):
    request["steps"].append("before 2")
    return ("503 Service Unavailable", "Closed today. 오늘은 쉽니다.", []) if request["path"] == "/closed" else None


def show(request, status, text, headers):
    return status, text, [*headers, ("Steps", ", ".join([*request["steps"], "after 1"])), ("Begun", str(len(begun)))]


def count(request, *response):
    request["steps"].append("after 2")
    return response


BEFORE, AFTER = [note, gate], [show, count]


def view(request):
    division = re.fullmatch(r"/divide/([0-9]+)/([0-9]+)", request["path"])
    if not division and request["path"] != "/":
        request["steps"].append("errorhandler")
        return "404 Not Found", f"<h1>There is no page {escape(request['path'])} here. 그런 페이지는 없습니다.</h1>", []
    if request["method"] not in ("GET", "HEAD"):
        refusal = "405 Method Not Allowed", f"This page takes {ALLOWED[1]}.", [ALLOWED]
        return ("200 OK", "", [ALLOWED]) if request["method"] == "OPTIONS" else refusal
    request["steps"].append("view")
    try:
        return "200 OK", f"{int(division[1]) / int(division[2])}" if division else "Hello World!", []
    except ZeroDivisionError:
        request["steps"].append("errorhandler")
        return "400 Bad Request", "Nothing can be divided by 0. 0으로는 나눌 수 없습니다.", []


def application(environ, start_response):
    begin()
    path = environ.get("PATH_INFO", "").encode("latin-1").decode("utf-8", "replace")
    request = {"method": environ["REQUEST_METHOD"], "path": path}
    response = next(filter(None, (hook(request) for hook in [*BEFORE, view])))  # one by one, until one answers
    for hook in reversed(AFTER):
        response = hook(request, *response)
    status, text, headers = response
    body = text.encode("utf-8")
    start_response(status, [("Content-Type", "text/html; charset=utf-8"), ("Content-Length", str(len(body))), *headers])
    return [] if request["method"] == "HEAD" else [body]


if __name__ == "__main__":
    make_server("127.0.0.1", 29130, application).serve_forever()
