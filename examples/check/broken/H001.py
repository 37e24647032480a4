# check: --profile house
"""H001 broken: the application calls read(0)."""

TEXT = ("Content-Type", "text/plain; charset=utf-8")


def application(environ, start_response):
    body = environ["wsgi.input"].read(0)  # H001
    start_response("200 OK", [TEXT])
    return [] if environ["REQUEST_METHOD"] == "HEAD" else [b"hello"]
