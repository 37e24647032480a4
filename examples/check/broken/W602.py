"""W602 broken: a path in UTF-8 comes back broken."""

TEXT = ("Content-Type", "text/plain; charset=utf-8")


def application(environ, start_response):
    path = environ["PATH_INFO"]  # W602
    start_response("200 OK", [TEXT])
    return [] if environ["REQUEST_METHOD"] == "HEAD" else [f"at {path}".encode()]
