"""What cannot be seen in a response: whether the environ of the caller is as it was."""

from wsgiref.util import setup_testing_defaults


def untouched(application, draw):
    """Return the scheme in the environ of the caller if it has changed."""
    environ = {"REMOTE_ADDR": "10.0.0.7", "HTTP_X_FORWARDED_PROTO": "https", "PATH_INFO": f"/{draw('word')}"}
    setup_testing_defaults(environ)
    environ["wsgi.url_scheme"] = "http"
    list(application(environ, lambda status, headers, exc_info=None: None))
    after = environ["wsgi.url_scheme"]
    return [] if after == "http" else [f"environ['wsgi.url_scheme']: 'http' -> {after!r}"]
