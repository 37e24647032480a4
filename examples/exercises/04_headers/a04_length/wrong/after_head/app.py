"""Counts the bytes after HEAD has taken them away."""


def application(environ, start_response):
    path = environ.get("PATH_INFO", "").encode("latin-1").decode("utf-8", "replace")
    text = f"Sunny in {path.removeprefix('/')}"
    body = b"" if environ["REQUEST_METHOD"] == "HEAD" else text.encode("utf-8")
    start_response("200 OK", [("Content-Type", "text/plain; charset=utf-8"), ("Content-Length", str(len(body)))])
    return [body]
