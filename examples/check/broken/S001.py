"""S001 broken: int() is called for a CONTENT_LENGTH that may be absent or empty."""

TEXT = ("Content-Type", "text/plain; charset=utf-8")


def application(environ, start_response):
    if environ.get("HTTP_X_RARE"):
        print(int(environ.get("CONTENT_LENGTH", 0)), file=environ["wsgi.errors"])  # S001
    start_response("200 OK", [TEXT])
    return [] if environ["REQUEST_METHOD"] == "HEAD" else [b"hello"]
