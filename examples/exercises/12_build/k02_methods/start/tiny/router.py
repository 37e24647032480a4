"""The router: from a path and a method to the application that answers."""

from tiny.errors import HTTPError


class Router:
    """Paths, and the WSGI application of each. A router is a WSGI application itself."""

    def __init__(self):
        self.applications = {}

    def add(self, path, application, methods=("GET",)):
        """Let an application answer a path, if the request has one of the methods."""
        self.applications[path] = application

    def __call__(self, environ, start_response):
        """Call the application of the path; answer 404 if there is none."""
        application = self.applications.get(environ.get("PATH_INFO", ""), HTTPError(404))
        return application(environ, start_response)
