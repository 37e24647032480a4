"""The counter of a print shop: it says which kind of file has arrived, or just "something"."""


def application(environ, start_response):
    kind = environ.get("CONTENT_TYPE") or "something"
    body = f"Received: {kind}".encode("latin-1")
    start_response("200 OK", [("Content-Type", "text/plain; charset=utf-8")])
    return [body]
