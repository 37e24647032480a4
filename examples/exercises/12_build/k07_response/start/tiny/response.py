"""The response: a status, headers and a body. It is a WSGI application."""


class Response:
    """What goes back to the client: the body is text, bytes, or an iterable of these."""

    def __init__(self, body="", status=200, headers=(), content_type="text/html; charset=utf-8"):
        self.body, self.status, self.headers = body, status, {}

    def set_cookie(self, name, value):
        """Ask the client to keep a value."""

    def __call__(self, environ, start_response):
        """Answer (PEP 3333)."""
        start_response("200 OK", [])
        return []
