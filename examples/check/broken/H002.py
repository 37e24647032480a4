# check: --profile house
"""H002 broken: start_response gets exc_info."""

TEXT = ("Content-Type", "text/plain; charset=utf-8")


def application(environ, start_response):
    start_response("200 OK", [TEXT], None)  # H002
    return [] if environ["REQUEST_METHOD"] == "HEAD" else [b"hello"]
