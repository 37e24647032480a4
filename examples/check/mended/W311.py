"""W311 mended: the same program without the problem."""


def application(environ, start_response):
    start_response("200 OK", [("Content-Type", "text/plain; charset=utf-8")])
    return [] if environ["REQUEST_METHOD"] == "HEAD" else ["안녕하세요".encode()]
