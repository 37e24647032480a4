"""A tea house with bad manners: it does three things that are the server's business. Do not change it."""

HEADERS = {"/inject": ("X-Tea", "green\r\nX-Injected: yes"), "/connection": ("Connection", "keep-alive")}


def application(environ, start_response):
    headers = [("Content-Type", "text/plain; charset=utf-8"), ("Content-Length", "3")]
    own = HEADERS.get(environ.get("PATH_INFO", ""))
    start_response("200 OK", headers + ([own] if own else []))
    return [b"tea"]
