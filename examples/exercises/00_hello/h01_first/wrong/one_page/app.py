"""The first page of a web shop, which thinks that there is only one."""


def application(environ, start_response):
    """Answer 200 with the greeting of the root."""
    start_response("200 OK", [("Content-Type", "text/plain; charset=utf-8")])
    return [b"Hello from /"]
