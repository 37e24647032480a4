"""Pizzas by tick boxes: /pizza?topping=ham&topping=olives lists all toppings, in the order of the URL."""

from urllib.parse import parse_qsl


def application(environ, start_response):
    toppings = toppings_of(environ.get("QUERY_STRING", ""))
    text = f"Toppings: {', '.join(toppings) or 'none'}"
    body = text.encode("utf-8")
    start_response("200 OK", [("Content-Type", "text/plain; charset=utf-8"), ("Content-Length", str(len(body)))])
    return [] if environ["REQUEST_METHOD"] == "HEAD" else [body]


def toppings_of(query):
    """Return the toppings."""
    return [value for name, value in parse_qsl(query) if name == "topping"]
