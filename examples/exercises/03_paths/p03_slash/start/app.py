"""A bookshop: /books/ shows all books, /books leads there with its query, by any method, and nothing else is here."""


def application(environ, start_response):
    status, text, more = answer(environ)
    body = text.encode("utf-8")
    start_response(status, [("Content-Type", "text/plain; charset=utf-8"), ("Content-Length", str(len(body))), *more])
    return [] if environ["REQUEST_METHOD"] == "HEAD" else [body]


def answer(environ):
    """Return the status, the text, and the headers beside the usual ones."""
    return "404 Not Found", "There is no such page.", []
