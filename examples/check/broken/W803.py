"""W803 broken: the application prints to standard output."""

TEXT = ("Content-Type", "text/plain; charset=utf-8")


def application(environ, start_response):
    print("asked for", environ.get("PATH_INFO"))  # W803
    start_response("200 OK", [TEXT])
    return [] if environ["REQUEST_METHOD"] == "HEAD" else [b"hello"]
