"""A page for people who test clients: it says which method they have sent, to HEAD too."""


def application(environ, start_response):
    method = environ["REQUEST_METHOD"]
    body = f"You sent {method}.".encode("latin-1")
    start_response("200 OK", [("Content-Type", "text/plain; charset=utf-8"), ("Content-Length", str(len(body)))])
    return [body]
