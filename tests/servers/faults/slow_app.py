"""An application that takes its time: /work 50 ms, /long a second, /page none; it says which process has answered."""

import os
import time

TIMES = {"/work": 0.05, "/long": 1.0}  # seconds


def application(environ, start_response):
    time.sleep(TIMES.get(environ["PATH_INFO"], 0))
    body = environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0)) if environ.get("CONTENT_LENGTH") else b""
    start_response("200 OK", [("Content-Type", "application/json")])
    return [b'{"count": %d, "process": %d}' % (len(body), os.getpid())]
