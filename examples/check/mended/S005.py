"""S005 mended: the same program without the problem."""

import json

TEXT = ("Content-Type", "text/plain; charset=utf-8")


def application(environ, start_response):
    if environ.get("HTTP_X_RARE"):
        print(json.loads(environ["HTTP_X_RARE"]), file=environ["wsgi.errors"])
    start_response("200 OK", [TEXT])
    return [] if environ["REQUEST_METHOD"] == "HEAD" else [b"hello"]
