"""What a line looks like when the request is over."""

from wsgiref.util import setup_testing_defaults


def afterwards(application, draw):
    """Return the line that is written behind a request if it still has an id."""
    from app import line

    environ = {"HTTP_X_REQUEST_ID": draw("word")}
    setup_testing_defaults(environ)
    body = application(environ, lambda status, headers, exc_info=None: None)
    for _ in body:
        pass
    getattr(body, "close", lambda: None)()
    return [] if line("tick") == "[-] tick" else [f"'[-] tick' != {line('tick')!r}"]
