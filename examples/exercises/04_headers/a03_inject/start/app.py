"""A library remembers who reads: /?reader=Anna comes back in the header X-Reader. Only printable ASCII is taken."""

from urllib.parse import parse_qs


def application(environ, start_response):
    reader = parse_qs(environ.get("QUERY_STRING", "")).get("reader", ["nobody"])[0]
    status, text, more = "200 OK", "The library knows you.", [("X-Reader", reader)]
    body = text.encode("utf-8")
    start_response(status, [("Content-Type", "text/plain; charset=utf-8"), ("Content-Length", str(len(body))), *more])
    return [] if environ["REQUEST_METHOD"] == "HEAD" else [body]
