"""A calculator: /calculate?first=12&sign=*&second=3 answers 36; 400 and a sentence for what cannot be calculated."""

from operator import add, mul, sub, truediv
from urllib.parse import parse_qs

SIGNS = {"+": add, "-": sub, "*": mul, "/": truediv}


def application(environ, start_response):
    status, text = answer(parse_qs(environ.get("QUERY_STRING", "")))
    body = text.encode("utf-8")
    start_response(status, [("Content-Type", "text/plain; charset=utf-8"), ("Content-Length", str(len(body)))])
    return [] if environ["REQUEST_METHOD"] == "HEAD" else [body]


def answer(arguments):
    """Return the status and the text."""
    first, sign, second = (arguments[name][0] for name in ("first", "sign", "second"))
    return "200 OK", str(SIGNS[sign](int(first), int(second)))
