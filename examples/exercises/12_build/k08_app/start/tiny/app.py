"""The application: views, and the life of a request."""

from tiny.response import Response
from tiny.router import Router


class App:
    """Views by their rules; a WSGI application."""

    def __init__(self):
        self.router = Router()

    def route(self, rule, methods=("GET",)):
        """Return a decorator: the function below it is the view of a rule."""
        return lambda view: view

    def __call__(self, environ, start_response):
        """Answer a request (PEP 3333)."""
        return Response("", 404)(environ, start_response)
