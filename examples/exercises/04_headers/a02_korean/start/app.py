"""The receipts of a hotel: the path names a guest, and the receipt is saved as a file with the name of the guest."""


def application(environ, start_response):
    path = environ.get("PATH_INFO", "").encode("latin-1").decode("utf-8", "replace")
    name = path.removeprefix("/")
    text = f"Receipt for {name}"
    body = text.encode("utf-8")
    disposition = f"attachment; filename*=UTF-8''{name}.txt"
    headers = [("Content-Type", "text/plain; charset=utf-8"), ("Content-Length", str(len(body)))]
    start_response("200 OK", [*headers, ("Content-Disposition", disposition)])
    return [] if environ["REQUEST_METHOD"] == "HEAD" else [body]
