"""Takes three bytes for every letter, and so announces too much for English."""


def application(environ, start_response):
    path = environ.get("PATH_INFO", "").encode("latin-1").decode("utf-8", "replace")
    text = f"Sunny in {path.removeprefix('/')}"
    start_response("200 OK", [("Content-Type", "text/plain; charset=utf-8"), ("Content-Length", str(len(text) * 3))])
    return [] if environ["REQUEST_METHOD"] == "HEAD" else [text.encode("utf-8")]
