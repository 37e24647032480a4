"""The router: from a path to the application that answers it."""

from tiny.errors import HTTPError


class Router:
    """Paths, and the WSGI application of each. A router is a WSGI application itself."""

    def add(self, path, application):
        """Let an application answer a path."""

    def __call__(self, environ, start_response):
        """Call the application of the path; answer 404 if there is none."""
        return HTTPError(404)(environ, start_response)
