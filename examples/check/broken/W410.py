"""W410 broken: write() is used."""

TEXT = ("Content-Type", "text/plain; charset=utf-8")


def application(environ, start_response):
    write = start_response("200 OK", [TEXT])
    if environ["REQUEST_METHOD"] != "HEAD":
        write(b"hello")  # W410
    return []
