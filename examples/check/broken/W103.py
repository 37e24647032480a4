"""W103 broken: start_response is called twice without exc_info."""

TEXT = ("Content-Type", "text/plain; charset=utf-8")


def application(environ, start_response):
    start_response("200 OK", [TEXT])
    start_response("404 Not Found", [TEXT])  # W103
    return []
