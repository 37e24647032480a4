"""The cart is returned, and help is still written."""

from html import escape


def application(environ, start_response):
    path = environ.get("PATH_INFO", "").encode("latin-1").decode("utf-8", "replace")
    write = start_response("200 OK", [("Content-Type", "text/html; charset=utf-8")])
    if environ["REQUEST_METHOD"] == "HEAD":
        return []
    if path == "/help":
        write(b"<h1>Help</h1><p>Call 102.</p>")
        return []
    paragraph = f"<p>{escape(path.removeprefix('/cart/'))}</p>"
    return [b"<h1>Cart</h1>", paragraph.encode("utf-8")]
