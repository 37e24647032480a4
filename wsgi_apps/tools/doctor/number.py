"""What a number in a log is: HTTP or TLS that a server has read as a length."""

from __future__ import annotations

METHODS = ("GET", "POST", "PUT", "HEAD", "DELETE", "PATCH", "OPTIONS", "CONNECT", "TRACE")
LARGEST = 65535  # bytes of a packet of the uwsgi protocol


def meaning(number: int) -> tuple[str, dict[str, object]]:
    """Return the name of a sentence of ``texts``, and the values for it."""
    if number > LARGEST:
        return four_bytes(number)
    letters = number.to_bytes(2, "little")
    names = [method for method in METHODS if method.encode()[1:3] == letters]
    if names:
        low, high = letters
        values = {"letters": letters.decode(), "method": names[0], "low": low, "high": high}
        return "method", {"number": number, **values}
    return "size", {"number": number}


def four_bytes(number: int) -> tuple[str, dict[str, object]]:
    """Return what a number of four bytes is: the first letters of a request, read as a length."""
    data = number.to_bytes(4, "big") if number < 2**32 else b""
    for order in (data, data[::-1]):
        if order and any(f"{method} / HTTP".encode().startswith(order) for method in METHODS):
            return "four", {"number": number, "letters": order.decode()}
    return "neither", {"number": number}
