"""Puts a slash behind every path, whether there is a page or not."""


def application(environ, start_response):
    status, text, more = answer(environ)
    body = text.encode("utf-8")
    start_response(status, [("Content-Type", "text/plain; charset=utf-8"), ("Content-Length", str(len(body))), *more])
    return [] if environ["REQUEST_METHOD"] == "HEAD" else [body]


def answer(environ):
    path, query = environ.get("PATH_INFO", ""), environ.get("QUERY_STRING", "")
    if path == "/books/":
        return "200 OK", "All books", []
    if not path.endswith("/") and path.isascii() and path.isprintable():
        location = f"{path}/" + (f"?{query}" if query else "")
        return "308 Permanent Redirect", "The page has moved.", [("Location", location)]
    return "404 Not Found", "There is no such page.", []
