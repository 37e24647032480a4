"""The router: from a path and a method to the application that answers."""

from tiny.errors import HTTPError


class Router:
    """Paths, methods, and the WSGI application of each. A router is a WSGI application itself."""

    def __init__(self):
        self.paths = {}

    def add(self, path, application, methods=("GET",)):
        """Let an application answer a path, if the request has one of the methods."""
        for method in methods:
            self.paths.setdefault(path, {})[method] = application

    def __call__(self, environ, start_response):
        """Call the application of the path and the method; answer 404 or 405 if there is none."""
        application = self.match(environ.get("PATH_INFO", ""), environ["REQUEST_METHOD"])
        body = application(environ, start_response)
        return without_body(body) if environ["REQUEST_METHOD"] == "HEAD" else body

    def match(self, path, method):
        """Return the application of a path and a method, or an error."""
        applications = self.paths.get(path)
        if applications is None:
            return HTTPError(404)
        if method == "HEAD" and "HEAD" not in applications:
            method = "GET"
        return applications.get(method) or refused(method, set(applications))


def refused(method, allowed):
    """Return the answer to a method that no application takes: Allow names those that are taken."""
    allowed |= {"OPTIONS", "HEAD"} if "GET" in allowed else {"OPTIONS"}
    allow = [("Allow", ", ".join(sorted(allowed)))]
    return HTTPError(200, "", allow) if method == "OPTIONS" else HTTPError(405, headers=allow)


def without_body(body):
    """Return the body for HEAD: nothing. The body that was made for GET is closed."""
    if hasattr(body, "close"):
        body.close()
    return []
