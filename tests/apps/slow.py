"""An application that takes its time and says so."""

import time


def application(environ, start_response):
    """Answer after a second."""
    print("in the application", file=environ["wsgi.errors"], flush=True)
    time.sleep(1)
    start_response("200 OK", [("Content-Type", "text/plain"), ("Content-Length", "8")])
    return [b"finished"]
