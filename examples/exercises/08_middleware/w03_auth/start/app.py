"""A door for other applications: Basic authentication, RFC 7617. One cook knows the password."""

import base64

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
    if not authorization:
        return False
    scheme, encoded = authorization.split(" ")
    user, password = base64.b64decode(encoded).decode().split(":")
    return scheme == "Basic" and user == USER and password == PASSWORD
