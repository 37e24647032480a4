"""What a timer has written into the log."""

import io
import re
from wsgiref.util import setup_testing_defaults


def whole_time(application, draw):
    """Return the line of the log if it is not the time of the whole response, which takes 40 milliseconds and more."""
    log = io.StringIO()
    environ = {"PATH_INFO": f"/{draw('word')}", "wsgi.errors": log}
    setup_testing_defaults(environ)
    body = application(environ, lambda status, headers, exc_info=None: None)
    for _ in body:
        pass
    getattr(body, "close", lambda: None)()
    found = re.search(rf"{draw('word')}\D*(\d+(?:\.\d+)?) ms", log.getvalue())
    return [] if found and float(found[1]) >= 40 else [f">= 40 ms: {log.getvalue()!r}"]
