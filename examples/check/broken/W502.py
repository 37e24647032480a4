"""W502 broken: the application asks for more bytes than the body has left."""

TEXT = ("Content-Type", "text/plain; charset=utf-8")


def application(environ, start_response):
    body = environ["wsgi.input"].read(100)  # W502
    start_response("200 OK", [TEXT])
    return [] if environ["REQUEST_METHOD"] == "HEAD" else [b"thank you"]
