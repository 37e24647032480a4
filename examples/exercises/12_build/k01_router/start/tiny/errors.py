"""Errors of HTTP: exceptions that answer."""

from http import HTTPStatus


class HTTPError(Exception):
    """An error of HTTP. You can raise it, and it is a WSGI application that answers with its status."""

    def __init__(self, code, text=None, headers=()):
        super().__init__(code, text)
        self.code, self.headers = code, list(headers)
        self.text = HTTPStatus(code).phrase if text is None else text

    def __call__(self, environ, start_response):
        body = self.text.encode()
        headers = [("Content-Type", "text/plain; charset=utf-8"), ("Content-Length", str(len(body)))]
        start_response(f"{self.code} {HTTPStatus(self.code).phrase}", [*headers, *self.headers])
        return [] if environ["REQUEST_METHOD"] == "HEAD" else [body]
