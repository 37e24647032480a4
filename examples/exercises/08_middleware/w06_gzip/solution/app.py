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
        fields = {name.lower(): value for name, value in headers}
        is_text = fields.get("content-type", "").startswith("text/") and len(body) >= 200
        if is_text and environ["REQUEST_METHOD"] != "HEAD" and accepts(environ):
            body = gzip.compress(body)
            headers = [pair for pair in headers if pair[0].lower() != "content-length"]
            headers += [("Content-Encoding", "gzip"), ("Content-Length", str(len(body)))]
        start_response(status, [*headers, ("Vary", "Accept-Encoding")])
        return [body] if body else []


def accepts(environ):
    """Return whether the client accepts gzip."""
    for one in environ.get("HTTP_ACCEPT_ENCODING", "").lower().split(","):
        coding, _, weight = one.replace(" ", "").partition(";")
        if coding == "gzip":
            return weight not in ("q=0", "q=0.0", "q=0.00", "q=0.000")
    return False
