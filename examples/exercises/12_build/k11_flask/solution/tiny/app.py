"""The application: views, and the life of a request."""

import json
import traceback

from tiny.context import CURRENT
from tiny.errors import HTTPError
from tiny.request import Request
from tiny.response import Response
from tiny.router import Router


class App:
    """Views by their rules; a WSGI application."""

    def __init__(self, name=""):
        self.router, self.before, self.after, self.handlers = Router(), [], [], {}

    def route(self, rule, methods=("GET",)):
        """Return a decorator: the function below it is the view of a rule."""

        def register(view):
            self.router.add(rule, view, methods)
            return view

        return register

    def before_request(self, hook):
        """Let a function be called before each view. If it returns something, that is the response."""
        self.before.append(hook)
        return hook

    def after_request(self, hook):
        """Let a function be called with each response, the last one first. It returns a response."""
        self.after.insert(0, hook)
        return hook

    def errorhandler(self, what):
        """Return a decorator: the function below it answers a status or a class of exceptions."""
        return lambda function: self.handlers.setdefault(what, function)

    def __call__(self, environ, start_response):
        """Answer a request (PEP 3333): nothing leaves but a response."""
        token = CURRENT.set((self.router, Request(environ)))
        try:
            response = self.finished(self.answered(environ))
        except Exception as error:
            response = failed(error, environ)
        finally:
            CURRENT.reset(token)
        return response(environ, start_response)

    def answered(self, environ):
        """Return the response of a hook, of a view, or of an error handler."""
        try:
            return as_response(self.dispatched(environ))
        except Exception as error:
            handler = self.handler_of(error)
            return as_response(handler(error)) if handler else failed(error, environ)

    def dispatched(self, environ):
        """Return what a hook before the view returns, or else what the view returns."""
        for hook in self.before:
            value = hook()
            if value is not None:
                return value
        view, values = self.router.find(environ)
        return view(**values)

    def handler_of(self, error):
        """Return the function that answers an exception: by its status, or by its class; None if there is none."""
        keys = [error.code] if isinstance(error, HTTPError) else []
        keys += type(error).__mro__
        return next((self.handlers[key] for key in keys if key in self.handlers), None)

    def finished(self, response):
        """Return the response as the hooks after the view leave it."""
        for hook in self.after:
            response = hook(response)
        return response


def failed(error, environ):
    """Return the response of an error; an exception of the program is a 500, and its traceback goes to the log."""
    if not isinstance(error, HTTPError):
        print(*traceback.format_exception(error), sep="", file=environ["wsgi.errors"], flush=True)
        error = HTTPError(500)
    return Response(error.text, error.code, error.headers, "text/plain; charset=utf-8")


def abort(code, text=None):
    """Raise the error of a status."""
    raise HTTPError(code, text)


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
