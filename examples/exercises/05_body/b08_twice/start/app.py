"""A flight recorder for other applications: it writes each body to the log, and passes the request on."""


class Recorder:
    """Middleware that records what is sent to ``application``."""

    def __init__(self, application):
        self.application = application

    def __call__(self, environ, start_response):
        body = environ["wsgi.input"].read(announced(environ))
        print(f"{body!a}", file=environ["wsgi.errors"], flush=True)
        return self.application(environ, start_response)


def announced(environ):
    """Return how many bytes of body the client has announced; 0 where it has announced none, or no number."""
    digits = environ.get("CONTENT_LENGTH") or "0"
    return int(digits) if digits.isascii() and digits.isdigit() and len(digits) < 4000 else 0
