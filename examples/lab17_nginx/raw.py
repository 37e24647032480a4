"""Answer with what the server says about the request. Alone and behind nginx, the program is told different things."""

TOLD = [
    "REQUEST_METHOD",
    "SCRIPT_NAME",
    "PATH_INFO",
    "QUERY_STRING",
    "CONTENT_LENGTH",
    "REMOTE_ADDR",
    "SERVER_PORT",
    "HTTP_X_FORWARDED_FOR",
    "HTTP_X_FORWARDED_PROTO",
    "wsgi.url_scheme",
]


def application(environ, start_response):
    """Answer 200 with a line for each name: what stands in environ, or that it is absent."""
    lines = [f"{name} = {environ[name]!r}" if name in environ else f"{name} is absent" for name in TOLD]
    body = "".join(f"{line}\n" for line in lines).encode("utf-8")
    headers = [("Content-Type", "text/plain; charset=utf-8"), ("Content-Length", str(len(body)))]
    start_response("200 OK", headers)
    return [] if environ["REQUEST_METHOD"] == "HEAD" else [body]


if __name__ == "__main__":
    from wsgiref.simple_server import make_server

    make_server("127.0.0.1", 29130, application).serve_forever()
