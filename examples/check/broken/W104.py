"""W104 broken: a part of the body comes before start_response is called."""

TEXT = ("Content-Type", "text/plain; charset=utf-8")


def application(environ, start_response):
    if environ["REQUEST_METHOD"] != "HEAD":
        yield b"hello"  # W104
    start_response("200 OK", [TEXT])
