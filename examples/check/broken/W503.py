"""W503 broken: the application reads one line or all lines without a limit."""

TEXT = ("Content-Type", "text/plain; charset=utf-8")


def application(environ, start_response):
    line = environ["wsgi.input"].readline()  # W503
    start_response("200 OK", [TEXT])
    return [] if environ["REQUEST_METHOD"] == "HEAD" else [b"thank you"]
