"""W412 mended: the same program without the problem."""

TEXT = ("Content-Type", "text/plain; charset=utf-8")


def application(environ, start_response):
    start_response("200 OK", [TEXT])
    if environ["REQUEST_METHOD"] == "HEAD":
        return
    with open(__file__, "rb") as stream:
        for line in stream:
            yield line
