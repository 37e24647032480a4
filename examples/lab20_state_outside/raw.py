"""A count that lives outside the process: /increase and /value by hand."""

import json
import os
import threading
from wsgiref.simple_server import make_server

from examples.lab20_state_outside.counters.counter import StoreDown, open_counter

counter = open_counter()  # the store that COUNTER_URL names; nothing is connected yet
ROUTES = {
    "/increase": (counter.increment, ("GET", "HEAD", "POST")),
    "/value":    (counter.value, ("GET", "HEAD")),
}  # fmt: skip
HTML = ("Content-Type", "text/html; charset=utf-8")
JSON = ("Content-Type", "application/json")


def application(environ, start_response):
    """Answer a count, and which process and thread gave it."""
    try:
        status, headers, text = answer(environ["REQUEST_METHOD"], environ.get("PATH_INFO", ""))
    except StoreDown as down:
        print(down, file=environ["wsgi.errors"], flush=True)
        status, headers = "503 Service Unavailable", [HTML, ("Retry-After", "2")]
        text = "The store of the counter does not answer. Try again in 2 seconds."
    body = text.encode()
    start_response(status, [*headers, ("Content-Length", str(len(body)))])  # after the store has committed
    return [] if environ["REQUEST_METHOD"] == "HEAD" else [body]


def answer(method, path):
    """Return status, headers and text of the answer. Raises StoreDown."""
    if path not in ROUTES:
        return "404 Not Found", [HTML], "There are /increase and /value."
    count, methods = ROUTES[path]
    if method not in methods:
        return "405 Method Not Allowed", [HTML, ("Allow", ", ".join(methods))], f"Send {' or '.join(methods)}."
    found = {"count": count("visits"), "process": os.getpid(), "thread": threading.current_thread().name}
    return "200 OK", [JSON], json.dumps(found) + "\n"


if __name__ == "__main__":
    with make_server("127.0.0.1", 29130, application) as server:
        server.serve_forever()
