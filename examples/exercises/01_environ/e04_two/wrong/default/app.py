"""The counter of a print shop, which takes an empty type for a type."""


def application(environ, start_response):
    kind = environ.get("CONTENT_TYPE", "something")
    body = f"Received: {kind}".encode("latin-1")
    start_response("200 OK", [("Content-Type", "text/plain; charset=utf-8")])
    return [body]
