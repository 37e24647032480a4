"""S005 broken: the program runs input from the client as code."""

TEXT = ("Content-Type", "text/plain; charset=utf-8")


def application(environ, start_response):
    if environ.get("HTTP_X_RARE"):
        print(eval(environ["HTTP_X_RARE"]), file=environ["wsgi.errors"])  # S005
    start_response("200 OK", [TEXT])
    return [] if environ["REQUEST_METHOD"] == "HEAD" else [b"hello"]
