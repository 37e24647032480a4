"""A flight recorder for other applications, which waits for 100 bytes where none were announced."""

from io import BytesIO


class Recorder:
    """Middleware that records what is sent to ``application``."""

    def __init__(self, application):
        self.application = application

    def __call__(self, environ, start_response):
        body = environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 100))
        print(f"{body!a}", file=environ["wsgi.errors"], flush=True)
        return self.application({**environ, "wsgi.input": BytesIO(body)}, start_response)
