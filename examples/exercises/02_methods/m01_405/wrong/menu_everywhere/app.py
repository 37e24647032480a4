"""The menu of a noodle shop, on every page; other methods are refused."""


def application(environ, start_response):
    method = environ["REQUEST_METHOD"]
    status, text = "200 OK", "noodles 7,000 won"
    if method not in ("GET", "HEAD"):
        status, text = "405 Method Not Allowed", "The menu can only be read."
    start_response(status, [("Content-Type", "text/plain; charset=utf-8"), ("Allow", "GET, HEAD")])
    return [] if method == "HEAD" else [text.encode("utf-8")]
