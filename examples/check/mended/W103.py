"""W103 mended: the same program without the problem."""

TEXT = ("Content-Type", "text/plain; charset=utf-8")


def application(environ, start_response):
    found = environ.get("PATH_INFO") == "/"
    start_response("200 OK" if found else "404 Not Found", [TEXT])
    return []
