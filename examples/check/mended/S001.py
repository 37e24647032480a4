"""S001 mended: the same program without the problem."""

TEXT = ("Content-Type", "text/plain; charset=utf-8")


def application(environ, start_response):
    if environ.get("HTTP_X_RARE"):
        print(int(environ.get("CONTENT_LENGTH") or 0), file=environ["wsgi.errors"])
    start_response("200 OK", [TEXT])
    return [] if environ["REQUEST_METHOD"] == "HEAD" else [b"hello"]
