"""The opening hours of the city's museums; the response to OPTIONS has no length."""

ALLOW = ("Allow", "GET, HEAD, OPTIONS")


def application(environ, start_response):
    method = environ["REQUEST_METHOD"]
    name = environ.get("PATH_INFO", "").encode("latin-1").decode("utf-8", "replace").strip("/")
    if method == "OPTIONS":
        start_response("200 OK", [ALLOW])
        return []
    if method in ("GET", "HEAD"):
        status, text, more = "200 OK", f"{name}: open until 18:00", []
    else:
        status, text, more = "405 Method Not Allowed", "The hours can only be read.", [ALLOW]
    body = text.encode("utf-8")
    start_response(status, [("Content-Type", "text/plain; charset=utf-8"), ("Content-Length", str(len(body))), *more])
    return [] if method == "HEAD" else [body]
