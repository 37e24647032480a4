"""The opening hours of the city's museums: GET and HEAD read them, OPTIONS says so; other methods get 405."""

ALLOW = ("Allow", "GET, HEAD, OPTIONS")


def application(environ, start_response):
    method = environ["REQUEST_METHOD"]
    name = environ.get("PATH_INFO", "").encode("latin-1").decode("utf-8", "replace").strip("/")
    if method in ("GET", "HEAD"):
        status, text, more = "200 OK", f"{name}: open until 18:00", []
    elif method == "OPTIONS":
        status, text, more = "200 OK", "", [ALLOW]
    else:
        status, text, more = "405 Method Not Allowed", "The hours can only be read.", [ALLOW]
    body = text.encode("utf-8")
    start_response(status, [("Content-Type", "text/plain; charset=utf-8"), ("Content-Length", str(len(body))), *more])
    return [] if method == "HEAD" else [body]
