"""The prices of a tea house, which says 404 to all of them."""

PRICES = {"tea": "3,000 won", "cake": "5,500 won"}


def application(environ, start_response):
    name = environ.get("PATH_INFO", "").encode("latin-1").decode("utf-8", "replace").strip("/")
    start_response("404 Not Found", [("Content-Type", "text/plain; charset=utf-8")])
    return [PRICES.get(name, f"We do not sell {name}.").encode("utf-8")]
