"""W609 mended: the same program without the problem."""

from urllib.parse import parse_qs

TEXT = ("Content-Type", "text/plain; charset=utf-8")


def application(environ, start_response):
    arguments = parse_qs(environ.get("QUERY_STRING", ""), errors="replace")
    start_response("200 OK", [TEXT])
    return [] if environ["REQUEST_METHOD"] == "HEAD" else [f"{len(arguments)} arguments".encode()]
