"""An old web shop with two pages: a cart, and help. The text of a page is returned, and not written."""

from html import escape


def application(environ, start_response):
    path = environ.get("PATH_INFO", "").encode("latin-1").decode("utf-8", "replace")
    write = start_response("200 OK", [("Content-Type", "text/html; charset=utf-8")])
    if environ["REQUEST_METHOD"] == "HEAD":
        return []
    if path == "/help":
        show_help(write)
    else:
        show_cart(write, path.removeprefix("/cart/"))
    return []


def show_cart(write, name):
    write(b"<h1>Cart</h1>")
    paragraph = f"<p>{escape(name)}</p>"
    write(paragraph.encode("utf-8"))


def show_help(write):
    write(b"<h1>Help</h1>")
    write(b"<p>Call 102.</p>")
