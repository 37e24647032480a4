"""A page for people who test clients: it says which method they have sent, if it knows the method."""

KNOWN = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")


def application(environ, start_response):
    method = environ["REQUEST_METHOD"] if environ["REQUEST_METHOD"] in KNOWN else "GET"
    body = f"You sent {method}.".encode("latin-1")
    start_response("200 OK", [("Content-Type", "text/plain; charset=utf-8"), ("Content-Length", str(len(body)))])
    return [] if method == "HEAD" else [body]
