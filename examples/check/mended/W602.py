"""W602 mended: the same program without the problem."""

TEXT = ("Content-Type", "text/plain; charset=utf-8")


def application(environ, start_response):
    path = environ["PATH_INFO"].encode("latin-1").decode("utf-8", "replace")
    start_response("200 OK", [TEXT])
    return [] if environ["REQUEST_METHOD"] == "HEAD" else [f"at {path}".encode()]
