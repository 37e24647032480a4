"""Redirects a POST with 303: the client sends a GET there, and its form is lost."""


def application(environ, start_response):
    status, text, more = answer(environ)
    body = text.encode("utf-8")
    start_response(status, [("Content-Type", "text/plain; charset=utf-8"), ("Content-Length", str(len(body))), *more])
    return [] if environ["REQUEST_METHOD"] == "HEAD" else [body]


def answer(environ):
    path, query = environ.get("PATH_INFO", ""), environ.get("QUERY_STRING", "")
    if path == "/books/":
        return "200 OK", "All books", []
    if path == "/books":
        location = "/books/" + (f"?{query}" if query else "")
        status = "303 See Other" if environ["REQUEST_METHOD"] == "POST" else "308 Permanent Redirect"
        return status, "The books have moved.", [("Location", location)]
    return "404 Not Found", "There is no such page.", []
