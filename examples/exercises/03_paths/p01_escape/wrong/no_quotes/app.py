"""Escapes the text, and leaves the quotes: a name can leave the attribute."""

import html


def application(environ, start_response):
    path = environ.get("PATH_INFO", "").encode("latin-1").decode("utf-8", "replace")
    name = html.escape(path.removeprefix("/"), quote=False)
    body = f'<h1 title="{name}">Welcome to the library, {name}!</h1>'.encode("utf-8")
    start_response("200 OK", [("Content-Type", "text/html; charset=utf-8"), ("Content-Length", str(len(body)))])
    return [] if environ["REQUEST_METHOD"] == "HEAD" else [body]
