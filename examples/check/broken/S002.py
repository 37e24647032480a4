"""S002 broken: the source has a read() without a size."""

TEXT = ("Content-Type", "text/plain; charset=utf-8")


def application(environ, start_response):
    if environ.get("HTTP_X_RARE"):
        environ["wsgi.input"].read()  # S002
    start_response("200 OK", [TEXT])
    return [] if environ["REQUEST_METHOD"] == "HEAD" else [b"hello"]
