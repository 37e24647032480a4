"""A flight recorder for other applications, whose tape is missing."""


class Recorder:
    """Middleware that does nothing at all."""

    def __init__(self, application):
        self.application = application

    def __call__(self, environ, start_response):
        return self.application(environ, start_response)
