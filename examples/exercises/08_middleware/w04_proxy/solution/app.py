"""https behind a proxy: the proxies of TRUSTED say in X-Forwarded-Proto how the client has come to them."""

TRUSTED = {"10.0.0.7"}


class Proxied:
    """Middleware that tells ``application`` the scheme of the client."""

    def __init__(self, application):
        self.application = application

    def __call__(self, environ, start_response):
        scheme = environ.get("HTTP_X_FORWARDED_PROTO")
        if environ.get("REMOTE_ADDR") not in TRUSTED or scheme not in ("http", "https"):
            return self.application(environ, start_response)
        return self.application({**environ, "wsgi.url_scheme": scheme}, start_response)
