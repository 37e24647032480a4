"""W607 mended: the same program without the problem."""

TEXT = ("Content-Type", "text/plain; charset=utf-8")


LAST = []


def application(environ, start_response):
    LAST[:] = [environ.get("QUERY_STRING", "")]
    start_response("200 OK", [TEXT])
    return [] if environ["REQUEST_METHOD"] == "HEAD" else [b"hello"]
