"""The basket of a bookshop: /basket/3 says how many books are in it, in the text and in the header X-Items."""


def application(environ, start_response):
    digits = environ.get("PATH_INFO", "").removeprefix("/basket/")
    status, text, more = "404 Not Found", "There is no such basket.", []
    if digits.isascii() and digits.isdigit() and len(digits) < 10:
        count = int(digits)
        status, text, more = "200 OK", f"{count} books in the basket.", [("X-Items", str(count))]
    body = text.encode("utf-8")
    start_response(status, [("Content-Type", "text/plain; charset=utf-8"), ("Content-Length", str(len(body))), *more])
    return [] if environ["REQUEST_METHOD"] == "HEAD" else [body]
