"""The desk of a library: the path names a reader, and the page shows that name as text, whatever is in it."""


def application(environ, start_response):
    path = environ.get("PATH_INFO", "").encode("latin-1").decode("utf-8", "replace")
    name = path.removeprefix("/")
    text = f'<h1 title="{name}">Welcome to the library, {name}!</h1>'
    body = text.encode("utf-8")
    start_response("200 OK", [("Content-Type", "text/html; charset=utf-8"), ("Content-Length", str(len(body)))])
    return [] if environ["REQUEST_METHOD"] == "HEAD" else [body]
