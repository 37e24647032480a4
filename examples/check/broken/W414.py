"""W414 broken: a header differs between HEAD and GET."""

TEXT = ("Content-Type", "text/plain; charset=utf-8")


def application(environ, start_response):
    body = b"" if environ["REQUEST_METHOD"] == "HEAD" else b"hello"
    start_response("200 OK", [TEXT, ("Content-Length", str(len(body)))])  # W414
    return [body]
