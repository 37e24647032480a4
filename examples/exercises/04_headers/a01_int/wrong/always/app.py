"""Sends the header with every response, even where there is no basket."""


def application(environ, start_response):
    digits = environ.get("PATH_INFO", "").removeprefix("/basket/")
    status, text, count = "404 Not Found", "There is no such basket.", 0
    if digits.isascii() and digits.isdigit() and len(digits) < 10:
        count = int(digits)
        status, text = "200 OK", f"{count} books in the basket."
    body = text.encode("utf-8")
    headers = [("Content-Type", "text/plain; charset=utf-8"), ("X-Items", str(count))]
    start_response(status, [*headers, ("Content-Length", str(len(body)))])
    return [] if environ["REQUEST_METHOD"] == "HEAD" else [body]
