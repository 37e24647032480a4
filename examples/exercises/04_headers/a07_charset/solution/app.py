"""The dish of the day: the path names it, as HTML, or as plain text if the path ends in .txt."""

from html import escape


def application(environ, start_response):
    path = environ.get("PATH_INFO", "").encode("latin-1").decode("utf-8", "replace")
    dish = path.removeprefix("/").removesuffix(".txt")
    media_type, text = "text/html", f"<p>Today: {escape(dish)}</p>"
    if path.endswith(".txt"):
        media_type, text = "text/plain", f"Today: {dish}"
    body = text.encode("utf-8")
    content_type = f"{media_type}; charset=utf-8"
    start_response("200 OK", [("Content-Type", content_type), ("Content-Length", str(len(body)))])
    return [] if environ["REQUEST_METHOD"] == "HEAD" else [body]
