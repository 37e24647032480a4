"""A library: the start page, a shelf for each subject, and a page for what is not there."""


def application(environ, start_response):
    path = environ.get("PATH_INFO", "").encode("latin-1").decode("utf-8", "replace")
    if path == "/":
        status, text = "200 OK", "The library"
        headers = [("Content-Type", "text/plain; charset=utf-8"), ("Content-Language", "en")]
    elif path.startswith("/books/"):
        status, text = "200 OK", f"On the shelf: {path.removeprefix('/books/')}"
        headers = list({"Content-Type": "text/plain; charset=utf-8", "Content-Language": "ko"}.items())
    else:
        status, text = "404 Not Found", "No such shelf"
        headers = [("Content-Type", "text/plain; charset=utf-8"), ("Content-Language", "en")]
    start_response(status, headers)
    return [] if environ["REQUEST_METHOD"] == "HEAD" else [text.encode("utf-8")]
