"""What a client finds when it has unpacked a page."""

import gzip
from wsgiref.util import setup_testing_defaults


def asked(application, **keys):
    """Return the body of a response."""
    environ = dict(keys)
    setup_testing_defaults(environ)
    return b"".join(application(environ, lambda status, headers, exc_info=None: None))


def unpacked(application, draw):
    """Return how the unpacked page differs from the plain one, if it does."""
    path = f"/novel/{draw('word')}"
    plain = asked(application, PATH_INFO=path)
    packed = asked(application, PATH_INFO=path, HTTP_ACCEPT_ENCODING="gzip")
    try:
        return [] if gzip.decompress(packed) == plain else [f"{gzip.decompress(packed)[:40]!r} != {plain[:40]!r}"]
    except (OSError, EOFError) as error:
        return [f"gzip: {error}"]
