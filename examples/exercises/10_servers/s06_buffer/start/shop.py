"""A web shop that keeps the cart in a cookie. Do not change it."""


def application(environ, start_response):
    text = f"{environ.get('PATH_INFO', '')}: a cookie of {len(environ.get('HTTP_COOKIE', ''))} bytes"
    start_response("200 OK", [("Content-Type", "text/plain; charset=utf-8")])
    return [text.encode("latin-1")]
