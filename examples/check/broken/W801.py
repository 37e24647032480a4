"""W801 broken: one thread gets the data of another thread."""

import time

TEXT = ("Content-Type", "text/plain; charset=utf-8")


CURRENT = {}


def application(environ, start_response):
    CURRENT["query"] = environ.get("QUERY_STRING", "")
    time.sleep(0.0005)  # another thread runs
    start_response("200 OK", [TEXT])  # W801
    return [] if environ["REQUEST_METHOD"] == "HEAD" else [CURRENT["query"].encode()]
