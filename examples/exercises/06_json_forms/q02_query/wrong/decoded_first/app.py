"""Undoes the escapes before it splits: an escaped plus becomes a space."""

from urllib.parse import parse_qs, unquote


def application(environ, start_response):
    title = title_of(environ.get("QUERY_STRING", ""))
    text = "All books" if title is None else f"Books with {title} in the title" if title else "Type a title."
    body = text.encode("utf-8")
    start_response("200 OK", [("Content-Type", "text/plain; charset=utf-8"), ("Content-Length", str(len(body)))])
    return [] if environ["REQUEST_METHOD"] == "HEAD" else [body]


def title_of(query):
    return parse_qs(unquote(query), keep_blank_values=True).get("title", [None])[0]
