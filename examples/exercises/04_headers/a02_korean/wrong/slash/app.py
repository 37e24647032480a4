"""Leaves a slash as it is, as quote does unless it is told otherwise."""

from urllib.parse import quote


def application(environ, start_response):
    path = environ.get("PATH_INFO", "").encode("latin-1").decode("utf-8", "replace")
    name = path.removeprefix("/")
    body = f"Receipt for {name}".encode("utf-8")
    disposition = f"attachment; filename*=UTF-8''{quote(name)}.txt"
    headers = [("Content-Type", "text/plain; charset=utf-8"), ("Content-Length", str(len(body)))]
    start_response("200 OK", [*headers, ("Content-Disposition", disposition)])
    return [] if environ["REQUEST_METHOD"] == "HEAD" else [body]
