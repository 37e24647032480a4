"""A worker that shows the lines of its log. It knows nothing of ids. Do not change it."""

from app import line


def application(environ, start_response):
    start_response("200 OK", [("Content-Type", "text/plain; charset=utf-8")])
    for word in ("begins", "works", "ends"):
        yield f"{line(word)}\n".encode()
