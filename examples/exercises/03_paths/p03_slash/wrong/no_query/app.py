"""Redirects, and drops the query."""


def application(environ, start_response):
    status, text, more = answer(environ)
    body = text.encode("utf-8")
    start_response(status, [("Content-Type", "text/plain; charset=utf-8"), ("Content-Length", str(len(body))), *more])
    return [] if environ["REQUEST_METHOD"] == "HEAD" else [body]


def answer(environ):
    path = environ.get("PATH_INFO", "")
    if path == "/books/":
        return "200 OK", "All books", []
    if path == "/books":
        return "308 Permanent Redirect", "The books have moved.", [("Location", "/books/")]
    return "404 Not Found", "There is no such page.", []
