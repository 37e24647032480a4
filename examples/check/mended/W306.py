"""W306 mended: the same program without the problem."""

from urllib.parse import quote

TEXT = ("Content-Type", "text/plain; charset=utf-8")


def application(environ, start_response):
    start_response("200 OK", [TEXT, ("X-Name", quote("종현"))])
    return []
