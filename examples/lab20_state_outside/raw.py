#!/usr/bin/env python3
"""A count that lives outside the process, by hand: /increase raises it, /value looks at it."""

import json
import os
import threading
from wsgiref.simple_server import make_server

from examples.lab20_state_outside.counters.counter import StoreDown, open_counter

counter = open_counter()  # in the store that COUNTER_URL names; nothing is connected yet
ROUTES = {
    "/increase": (counter.increment, ["GET", "HEAD", "OPTIONS", "POST"]),
    "/value":    (counter.value, ["GET", "HEAD", "OPTIONS"]),
}  # fmt: skip
HTML, JSON = ("Content-Type", "text/html; charset=utf-8"), ("Content-Type", "application/json")


def application(environ, start_response):
    try:
        status, headers, text = answer(environ["REQUEST_METHOD"], environ.get("PATH_INFO", ""))
    except StoreDown as down:
        print(down, file=environ["wsgi.errors"], flush=True)
        text = "The store of the counter does not answer. Try again in 2 seconds."
        status, headers = "503 Service Unavailable", [HTML, ("Retry-After", "2")]
    body = text.encode("utf-8")
    start_response(status, [*headers, ("Content-Length", str(len(body)))])  # only now, when the store has the count
    return [] if environ["REQUEST_METHOD"] == "HEAD" else [body]


def answer(method, path):
    """Return the status, the headers and the text. Raises StoreDown."""
    if path not in ROUTES:
        return "404 Not Found", [HTML], "There are /increase and /value."
    count, methods = ROUTES[path]
    allowed = ", ".join(methods)
    if method == "OPTIONS":
        return "200 OK", [HTML, ("Allow", allowed)], ""
    if method not in methods:
        return "405 Method Not Allowed", [HTML, ("Allow", allowed)], f"This page takes {allowed}."
    found = {"count": count("visits"), "process": os.getpid(), "thread": threading.current_thread().name}
    return "200 OK", [JSON], json.dumps(found, separators=(",", ":")) + "\n"


if __name__ == "__main__":
    make_server("127.0.0.1", 29130, application).serve_forever()
