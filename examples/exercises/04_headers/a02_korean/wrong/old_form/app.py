"""Percent-encodes the name in the old parameter: the file is saved with the percent signs in its name."""

from urllib.parse import quote


def application(environ, start_response):
    path = environ.get("PATH_INFO", "").encode("latin-1").decode("utf-8", "replace")
    name = path.removeprefix("/")
    body = f"Receipt for {name}".encode("utf-8")
    disposition = f'attachment; filename="{quote(name, safe="")}.txt"'
    headers = [("Content-Type", "text/plain; charset=utf-8"), ("Content-Length", str(len(body)))]
    start_response("200 OK", [*headers, ("Content-Disposition", disposition)])
    return [] if environ["REQUEST_METHOD"] == "HEAD" else [body]
