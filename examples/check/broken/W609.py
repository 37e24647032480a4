"""W609 broken: a query string that is not UTF-8 or has a broken escape raises an exception."""

from urllib.parse import parse_qs

TEXT = ("Content-Type", "text/plain; charset=utf-8")


def application(environ, start_response):
    arguments = parse_qs(environ.get("QUERY_STRING", ""), errors="strict")  # W609
    start_response("200 OK", [TEXT])
    return [] if environ["REQUEST_METHOD"] == "HEAD" else [f"{len(arguments)} arguments".encode()]
