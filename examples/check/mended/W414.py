"""W414 mended: the same program without the problem."""

TEXT = ("Content-Type", "text/plain; charset=utf-8")


def application(environ, start_response):
    body = b"hello"
    start_response("200 OK", [TEXT, ("Content-Length", str(len(body)))])
    return [] if environ["REQUEST_METHOD"] == "HEAD" else [body]
