"""The request: a view on environ."""


class Request:
    """What a client has sent."""

    def __init__(self, environ, limit=1024 * 1024):
        self.environ, self.limit = environ, limit
        self.method, self.path, self.args, self.headers = "GET", "/", {}, {}

    def get_json(self, force=False):
        """Return the value of a body in JSON. Raises HTTPError: 415, 413 or 400."""
