#!/usr/bin/env python3
"""A count in a global variable, by hand: /increase adds 1, and names the process and the thread that counted."""

import json
import os
import threading
from wsgiref.simple_server import make_server

count = 0  # one in each process
lock = threading.Lock()
HTML, JSON = ("Content-Type", "text/html; charset=utf-8"), ("Content-Type", "application/json")
ALLOWED = ("Allow", "GET, HEAD, OPTIONS")


def application(environ, start_response):
    status, headers, text = answer(environ["REQUEST_METHOD"], environ.get("PATH_INFO", ""))
    body = text.encode("utf-8")
    start_response(status, [*headers, ("Content-Length", str(len(body)))])
    return [] if environ["REQUEST_METHOD"] == "HEAD" else [body]


def answer(method, path):
    """Return the status, the headers and the text."""
    if path != "/increase":
        return "404 Not Found", [HTML], "The counter is at /increase."
    if method == "OPTIONS":
        return "200 OK", [HTML, ALLOWED], ""
    if method not in ("GET", "HEAD"):
        return "405 Method Not Allowed", [HTML, ALLOWED], "This page takes GET, HEAD, OPTIONS."
    found = {"count": increased(), "process": os.getpid(), "thread": threading.current_thread().name}
    return "200 OK", [JSON], json.dumps(found, separators=(",", ":")) + "\n"


def increased():
    """Return the number of this call."""
    global count
    with lock:  # the threads of a process take turns
        count += 1
        return count


if __name__ == "__main__":
    make_server("127.0.0.1", 29130, application).serve_forever()
