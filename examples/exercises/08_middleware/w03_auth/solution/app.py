"""A door for other applications: Basic authentication, RFC 7617. One cook knows the password."""

import base64
import hmac

USER, PASSWORD = "mi", "tiger"


class Login:
    """Middleware that lets only the cook through to ``application``."""

    def __init__(self, application):
        self.application = application

    def __call__(self, environ, start_response):
        if is_cook(environ.get("HTTP_AUTHORIZATION", "")):
            return self.application(environ, start_response)
        headers = [("WWW-Authenticate", 'Basic realm="kitchen", charset="UTF-8"'), ("Content-Type", "text/plain")]
        start_response("401 Unauthorized", headers)
        return [b"Who are you?"]


def is_cook(authorization):
    """Return whether the header is ``Basic`` and base64 of the user, a colon and the password."""
    scheme, _, encoded = authorization.partition(" ")
    try:
        given = base64.b64decode(encoded, validate=True)
    except ValueError:
        return False
    return scheme.lower() == "basic" and hmac.compare_digest(given, f"{USER}:{PASSWORD}".encode())
