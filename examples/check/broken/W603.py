"""W603 broken: a path that is not UTF-8 raises an exception."""

TEXT = ("Content-Type", "text/plain; charset=utf-8")


def application(environ, start_response):
    path = environ["PATH_INFO"].encode("latin-1").decode("utf-8")  # W603
    start_response("200 OK", [TEXT])
    return [] if environ["REQUEST_METHOD"] == "HEAD" else [f"at {path}".encode()]
