"""Letters of a web shop, with a lock around the writing alone."""

import threading

request = {}
lock = threading.Lock()


def application(environ, start_response):
    global request
    with lock:
        request = environ
    start_response("200 OK", [("Content-Type", "text/plain; charset=utf-8")])
    return [f"A letter for {name()}: {letter()}".encode()]


def letter():
    return f"Dear {name()}, your order {name()} is ready."


def name():
    with lock:
        return request.get("PATH_INFO", "").removeprefix("/")
