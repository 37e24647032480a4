"""W802 mended: the same program without the problem."""

import sqlite3

TEXT = ("Content-Type", "text/plain; charset=utf-8")


def application(environ, start_response):
    with sqlite3.connect("file:check?mode=memory") as store:
        (number,) = store.execute("SELECT 1").fetchone()  # a table that all processes share
    start_response("200 OK", [TEXT])
    return [] if environ["REQUEST_METHOD"] == "HEAD" else [b"%d" % number]
