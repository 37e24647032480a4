"""The prices of a tea house: 200 and the price of what it sells, 404 and a sentence for everything else."""

PRICES = {"tea": "3,000 won", "cake": "5,500 won"}


def application(environ, start_response):
    name = environ.get("PATH_INFO", "").encode("latin-1").decode("utf-8", "replace").strip("/")
    status, text = ("200 OK", PRICES[name]) if name in PRICES else ("404 Not Found", f"We do not sell {name}.")
    start_response(status, [("Content-Type", "text/plain; charset=utf-8")])
    return [text.encode("utf-8")]
