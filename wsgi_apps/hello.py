"""The smallest web application: one callable, called by the server once for each request (PEP 3333).

Serve it:  uwsgi --ini ini/uwsgi.ini --module wsgi_apps.hello
"""

from wsgiref.types import StartResponse, WSGIEnvironment

PAGE = b"Hello World"


def application(environ: WSGIEnvironment, start_response: StartResponse) -> list[bytes]:
    """Answer every path with the same page, and write one line about the request to the server's log.

    ``environ`` holds the request as the server understood it. ``start_response`` is a function: call it once, with the
    status and the headers. The return value is the body: an iterable of bytes, never of str.
    """
    method = environ.get("REQUEST_METHOD", "")  # PEP 3333 requires it; uWSGI leaves it out for a broken request
    path = environ.get("PATH_INFO", "").encode("latin-1").decode("utf-8", "replace")  # PEP 3333 shows bytes as latin-1
    # !a keeps a client's line breaks out of the log, and Korean out of a log that takes ASCII alone (LANG=C on uWSGI).
    # Without flush, uWSGI holds the line back while it logs to a file.
    print(f"{method!a} {path!a}", file=environ["wsgi.errors"], flush=True)

    headers = [("Content-Type", "text/html; charset=utf-8"), ("Content-Length", str(len(PAGE)))]
    start_response("200 OK", headers)
    return [] if method == "HEAD" else [PAGE]  # the response to HEAD has no body
