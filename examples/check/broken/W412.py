"""W412 broken: a file or a generator is still open after close()."""

TEXT = ("Content-Type", "text/plain; charset=utf-8")


def application(environ, start_response):
    start_response("200 OK", [TEXT])
    if environ["REQUEST_METHOD"] == "HEAD":
        return
    stream = open(__file__, "rb")
    for line in stream:
        yield line  # W412
    stream.close()
