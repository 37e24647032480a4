"""The reception of a museum's web site, which counts on a name."""


def application(environ, start_response):
    visitor = environ["HTTP_USER_AGENT"]
    body = f"Hello, {visitor}!".encode("latin-1")
    start_response("200 OK", [("Content-Type", "text/plain; charset=utf-8")])
    return [body]
