"""A web shop that fails now and then: /broken/NAME raises KeyError."""


def application(environ, start_response):
    path = environ.get("PATH_INFO", "").encode("latin-1").decode("utf-8", "replace")
    if path.startswith("/broken/"):
        raise KeyError(path.removeprefix("/broken/"))
    text = f"In our shop: {path.removeprefix('/')}"
    body = text.encode("utf-8")
    start_response("200 OK", [("Content-Type", "text/plain; charset=utf-8"), ("X-Shop", "open")])
    return [] if environ["REQUEST_METHOD"] == "HEAD" else [body]
