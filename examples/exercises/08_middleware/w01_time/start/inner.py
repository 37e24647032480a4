"""A tea machine, which sends each step as soon as it is done. Do not change it."""

import time


def application(environ, start_response):
    start_response("200 OK", [("Content-Type", "text/plain; charset=utf-8")])
    yield environ.get("PATH_INFO", "").removeprefix("/").encode("latin-1") + b": brew"
    time.sleep(0.02)
    yield b", pour"
    time.sleep(0.02)
    yield b", serve"
