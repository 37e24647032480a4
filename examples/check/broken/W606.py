# check: --prefix
"""W606 broken: the prefix without a slash is not a page, although the prefix with a slash is."""

TEXT = ("Content-Type", "text/plain; charset=utf-8")


def application(environ, start_response):
    found = environ["PATH_INFO"] == "/"
    start_response("200 OK" if found else "404 Not Found", [TEXT])  # W606
    return []
