#!/usr/bin/env python3
"""Two pages by hand: the path is looked up first, then the method."""

from wsgiref.simple_server import make_server

PAGES = {
    "/bad": (["GET", "POST"], "Bad World!"),
    "/predict": (["POST", "PUT"], "A prediction, by {}!"),
}


def application(environ, start_response):
    method = environ["REQUEST_METHOD"]
    status, text, more = answer(method, environ.get("PATH_INFO", ""))
    body = text.encode("utf-8")
    start_response(status, [("Content-Type", "text/html; charset=utf-8"), ("Content-Length", str(len(body))), *more])
    return [] if method == "HEAD" else [body]


def answer(method, path):
    """Return the status, the text, and the headers beside the usual ones."""
    if path not in PAGES:
        return "404 Not Found", "There is no such page here.", []
    methods, text = PAGES[path]
    taken = [*methods, "HEAD", "OPTIONS"] if "GET" in methods else [*methods, "OPTIONS"]
    allow = ("Allow", ", ".join(taken))
    if method == "OPTIONS":
        return "200 OK", "", [allow]
    if method not in taken:
        return "405 Method Not Allowed", f"Send one of {allow[1]}.", [allow]
    return "200 OK", text.format(method), []


if __name__ == "__main__":
    make_server("127.0.0.1", 29130, application).serve_forever()
