"""The guest book of a mountain hut, whose author was tired of lengths."""


def application(environ, start_response):
    start_response("200 OK", [("Content-Type", "text/plain; charset=utf-8")])
    return [b"Hello, stranger!"]
