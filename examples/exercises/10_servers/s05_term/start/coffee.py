"""A coffee machine, which needs 0.6 seconds for a cup. Do not change it."""

import time


def application(environ, start_response):
    time.sleep(0.6)
    start_response("200 OK", [("Content-Type", "text/plain; charset=utf-8")])
    return [b"Coffee for " + environ.get("PATH_INFO", "").removeprefix("/").encode("latin-1")]
