"""W311 broken: the body is text beyond ASCII, but Content-Type names no charset."""


def application(environ, start_response):
    start_response("200 OK", [("Content-Type", "text/plain")])  # W311
    return [] if environ["REQUEST_METHOD"] == "HEAD" else ["안녕하세요".encode()]
