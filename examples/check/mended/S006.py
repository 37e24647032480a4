"""S006 mended: the same program without the problem."""

from html import escape

HTML = ("Content-Type", "text/html; charset=utf-8")


def application(environ, start_response):
    page = f"<h1>Hello {escape(environ.get('QUERY_STRING', ''))}</h1>"
    start_response("200 OK", [HTML])
    return [] if environ["REQUEST_METHOD"] == "HEAD" else [page.encode()]
