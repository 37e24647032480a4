"""The prices of a tea house: 200 and the price of what it sells, 404 and a sentence for everything else."""

PRICES = {"tea": "3,000 won", "cake": "5,500 won"}
HEADERS = [("Content-Type", "text/plain; charset=utf-8")]


def application(environ, start_response):
    start_response("200 OK", HEADERS)
    name = environ.get("PATH_INFO", "").encode("latin-1").decode("utf-8", "replace").strip("/")
    text = PRICES.get(name)
    if text is None:
        start_response("404 Not Found", HEADERS)
        text = f"We do not sell {name}."
    return [text.encode("utf-8")]
