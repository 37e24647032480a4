"""W501 broken: the application calls read() without a size."""

TEXT = ("Content-Type", "text/plain; charset=utf-8")


def application(environ, start_response):
    body = environ["wsgi.input"].read()  # W501
    start_response("200 OK", [TEXT])
    return [] if environ["REQUEST_METHOD"] == "HEAD" else [b"thank you"]
