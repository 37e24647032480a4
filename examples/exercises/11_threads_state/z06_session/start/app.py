"""A library with two desks: POST /login?name=NAME logs a reader in, GET / greets the reader, at either desk.

The desks are two processes that share no memory. Both have this file.
"""

import secrets
from http.cookies import SimpleCookie
from urllib.parse import parse_qs

SECRET = b"only the two desks know this"

readers = {}


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
    """Return what the cookie of a reader holds."""
    number = secrets.token_hex(16)
    readers[number] = name
    return number


def reader(ticket):
    """Return the name that a ticket was made for, None if it was not made here."""
    return readers.get(ticket)
