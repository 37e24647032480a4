"""W305 mended: the same program without the problem."""

from urllib.parse import quote

TEXT = ("Content-Type", "text/plain; charset=utf-8")


def application(environ, start_response):
    name = environ.get("PATH_INFO", "")
    start_response("200 OK", [TEXT, ("X-Name", quote(name.encode("latin-1")))])
    return []
