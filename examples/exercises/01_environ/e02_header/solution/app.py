"""The reception of a museum's web site: every program that comes is greeted by the name that it gives itself."""


def application(environ, start_response):
    visitor = environ.get("HTTP_USER_AGENT", "nobody")
    body = f"Hello, {visitor}!".encode("latin-1")
    start_response("200 OK", [("Content-Type", "text/plain; charset=utf-8")])
    return [body]
