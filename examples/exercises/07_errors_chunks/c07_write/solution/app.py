"""An old web shop with two pages: a cart, and help. The text of a page is returned, and not written."""

from html import escape


def application(environ, start_response):
    path = environ.get("PATH_INFO", "").encode("latin-1").decode("utf-8", "replace")
    start_response("200 OK", [("Content-Type", "text/html; charset=utf-8")])
    if environ["REQUEST_METHOD"] == "HEAD":
        return []
    return help_page() if path == "/help" else cart(path.removeprefix("/cart/"))


def cart(name):
    paragraph = f"<p>{escape(name)}</p>"
    return [b"<h1>Cart</h1>", paragraph.encode("utf-8")]


def help_page():
    return [b"<h1>Help</h1>", b"<p>Call 102.</p>"]
