"""A library with two desks: POST /login?name=NAME logs a reader in, GET / greets the reader, at either desk.

The desks are two processes that share no memory. Both have this file.
"""

import hmac
from http.cookies import SimpleCookie
from urllib.parse import parse_qs, quote, unquote

SECRET = b"only the two desks know this"


def application(environ, start_response):
    headers = [("Content-Type", "text/plain; charset=utf-8")]
    if environ["REQUEST_METHOD"] == "POST":
        name = parse_qs(environ.get("QUERY_STRING", "")).get("name", ["nobody"])[0]
        headers.append(("Set-Cookie", f"reader={ticket(name)}; Path=/; HttpOnly; SameSite=Lax"))
        text = "Welcome!"
    else:
        cookie = SimpleCookie(environ.get("HTTP_COOKIE", "")).get("reader")
        name = reader(cookie.value) if cookie else None
        text = f"Hello, {name}!" if name else "Who are you?"
    start_response("200 OK", headers)
    return [text.encode()]


def ticket(name):
    """Return what the cookie of a reader holds: the name, and its signature."""
    return f"{quote(name)}!{signature(quote(name))}"


def reader(ticket):
    """Return the name that a ticket was made for, None if it was not made here."""
    name, _, given = ticket.partition("!")
    return unquote(name) if hmac.compare_digest(given.encode(), signature(name).encode()) else None


def signature(name):
    """Return a text that only those who know the secret can make."""
    return hmac.digest(SECRET, name.encode(), "sha256").hex()
