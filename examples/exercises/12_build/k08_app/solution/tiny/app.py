"""The application: views, and the life of a request."""

import json

from tiny.errors import HTTPError
from tiny.response import Response
from tiny.router import Router


class App:
    """Views by their rules; a WSGI application."""

    def __init__(self):
        self.router = Router()

    def route(self, rule, methods=("GET",)):
        """Return a decorator: the function below it is the view of a rule."""

        def register(view):
            self.router.add(rule, view, methods)
            return view

        return register

    def __call__(self, environ, start_response):
        """Answer a request (PEP 3333)."""
        try:
            view, values = self.router.find(environ)
            response = as_response(view(**values))
        except HTTPError as error:
            response = error
        return response(environ, start_response)


def as_response(value):
    """Return the response of what a view returned: a body, or a tuple of a body, a status and headers."""
    body, *more = value if isinstance(value, tuple) else (value,)
    response = body if isinstance(body, Response) else response_of(body)
    for part in more:
        if isinstance(part, int):
            response.status = int(part)
        else:
            for name, text in dict(part).items():
                response.headers[name] = str(text)
    return response


def response_of(body):
    """Return the response of a body: a dict and a list are JSON. Raises TypeError for what cannot be a body."""
    if isinstance(body, dict | list):
        return Response(json.dumps(body), content_type="application/json")
    if not hasattr(body, "__iter__"):
        raise TypeError(f"a view returned {body!r}: return a text, bytes, a dict, a list, a generator or a Response")
    return Response(body)
