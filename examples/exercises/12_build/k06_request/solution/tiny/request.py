"""The request: a view on environ."""

import json
import re
from functools import cached_property
from urllib.parse import parse_qsl

from tiny.errors import HTTPError
from tiny.router import text_of


class Headers:
    """The headers of a request, by their names in any spelling (PEP 3333, environ Variables)."""

    def __init__(self, environ):
        self.environ = environ

    def get(self, name, default=None):
        """Return the value of a header."""
        key = name.upper().replace("-", "_")
        return self.environ.get(key if key in ("CONTENT_TYPE", "CONTENT_LENGTH") else f"HTTP_{key}", default)


class Request:
    """What a client has sent. The body is read when it is asked for, once, and up to a limit."""

    def __init__(self, environ, limit=1024 * 1024):
        self.environ, self.limit = environ, limit
        self.method, self.headers = environ["REQUEST_METHOD"], Headers(environ)
        self.path = text_of(environ.get("PATH_INFO", ""))

    @cached_property
    def args(self):
        """The query: the first value of each name."""
        query = text_of(self.environ.get("QUERY_STRING", ""))
        return dict(reversed(parse_qsl(query, keep_blank_values=True)))

    @cached_property
    def data(self):
        """The body. Raises 413 if it is larger than the limit, and 400 if its end is missing."""
        source = self.environ["wsgi.input"]
        if self.environ.get("wsgi.input_terminated"):  # the server knows the end (chunked)
            return self.within_limit(source.read(self.limit + 1))
        length = self.environ.get("CONTENT_LENGTH") or "0"
        if not re.fullmatch("[0-9]{1,18}", length):
            raise HTTPError(400, "Content-Length is not a number.")
        if int(length) > self.limit:
            raise HTTPError(413)
        body = source.read(int(length)) if int(length) else b""
        if len(body) < int(length):
            raise HTTPError(400, "The end of the body is missing.")
        return body

    def within_limit(self, body):
        """Return a body that is not too large. Raises 413."""
        if len(body) > self.limit:
            raise HTTPError(413)
        return body

    def get_json(self, force=False):
        """Return the value of a body in JSON. Raises HTTPError: 415, 413 or 400."""
        kind = self.headers.get("Content-Type", "").partition(";")[0].strip().lower()
        if not force and kind != "application/json":
            raise HTTPError(415, "Send JSON, and Content-Type: application/json.")
        try:
            return json.loads(self.data)
        except ValueError:
            raise HTTPError(400, "The body is not JSON.") from None
