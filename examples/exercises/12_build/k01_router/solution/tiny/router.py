"""The router: from a path to the application that answers it."""

from tiny.errors import HTTPError


class Router:
    """Paths, and the WSGI application of each. A router is a WSGI application itself."""

    def __init__(self):
        self.applications = {}

    def add(self, path, application):
        """Let an application answer a path."""
        self.applications[path] = application

    def __call__(self, environ, start_response):
        """Call the application of the path; answer 404 if there is none."""
        application = self.applications.get(environ.get("PATH_INFO", ""), HTTPError(404))
        return application(environ, start_response)
