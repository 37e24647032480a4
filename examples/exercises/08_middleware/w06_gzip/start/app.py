"""Compression for other applications: text of 200 bytes and more is sent with gzip to clients that accept it."""

import gzip


class Gzip:
    """Middleware that packs what ``application`` answers."""

    def __init__(self, application):
        self.application = application

    def __call__(self, environ, start_response):
        kept = []
        parts = self.application(environ, lambda *arguments: kept.append(arguments))
        try:
            body = b"".join(parts)
        finally:
            getattr(parts, "close", lambda: None)()
        status, headers = kept[-1][:2]
        if accepts(environ):
            body = gzip.compress(body)
            headers = [*headers, ("Content-Encoding", "gzip")]
        start_response(status, headers)
        return [body]


def accepts(environ):
    """Return whether the client accepts gzip."""
    for one in environ.get("HTTP_ACCEPT_ENCODING", "").lower().split(","):
        coding, _, weight = one.replace(" ", "").partition(";")
        if coding == "gzip":
            return weight not in ("q=0", "q=0.0", "q=0.00", "q=0.000")
    return False
