"""W413 broken: the body has very many tiny parts."""

TEXT = ("Content-Type", "text/plain; charset=utf-8")


def application(environ, start_response):
    start_response("200 OK", [TEXT])
    letters = [] if environ["REQUEST_METHOD"] == "HEAD" else "hello, hello, hello"
    return [letter.encode() for letter in letters]  # W413
