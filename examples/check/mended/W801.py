"""W801 mended: the same program without the problem."""

import time

TEXT = ("Content-Type", "text/plain; charset=utf-8")


def application(environ, start_response):
    query = environ.get("QUERY_STRING", "")
    time.sleep(0.0005)  # another thread runs
    start_response("200 OK", [TEXT])
    return [] if environ["REQUEST_METHOD"] == "HEAD" else [query.encode()]
