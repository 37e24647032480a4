"""W410 broken: the application uses write()."""

TEXT = ("Content-Type", "text/plain; charset=utf-8")


def application(environ, start_response):
    write = start_response("200 OK", [TEXT])
    if environ["REQUEST_METHOD"] != "HEAD":
        write(b"hello")  # W410
    return []
