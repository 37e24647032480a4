"""W509 broken: the application closes wsgi.input or wsgi.errors."""

TEXT = ("Content-Type", "text/plain; charset=utf-8")


def application(environ, start_response):
    environ["wsgi.input"].close()  # W509
    start_response("200 OK", [TEXT])
    return [] if environ["REQUEST_METHOD"] == "HEAD" else [b"hello"]
