"""S006 broken: an f-string makes HTML without html.escape."""

HTML = ("Content-Type", "text/html; charset=utf-8")


def application(environ, start_response):
    page = f"<h1>Hello {environ.get('QUERY_STRING', '')}</h1>"  # S006
    start_response("200 OK", [HTML])
    return [] if environ["REQUEST_METHOD"] == "HEAD" else [page.encode()]
