"""The opening hours of the city's museums: OPTIONS says three methods, and 405 says two."""


def application(environ, start_response):
    method = environ["REQUEST_METHOD"]
    name = environ.get("PATH_INFO", "").encode("latin-1").decode("utf-8", "replace").strip("/")
    if method in ("GET", "HEAD"):
        status, text, more = "200 OK", f"{name}: open until 18:00", []
    elif method == "OPTIONS":
        status, text, more = "200 OK", "", [("Allow", "GET, HEAD, OPTIONS")]
    else:
        status, text, more = "405 Method Not Allowed", "The hours can only be read.", [("Allow", "GET, HEAD")]
    body = text.encode("utf-8")
    start_response(status, [("Content-Type", "text/plain; charset=utf-8"), ("Content-Length", str(len(body))), *more])
    return [] if method == "HEAD" else [body]
