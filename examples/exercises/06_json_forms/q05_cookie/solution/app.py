"""The readers of a library: /login?name=Anna gives a cookie, and /me believes it only if it was made here."""

import hmac
import secrets
from urllib.parse import parse_qs

SECRET = secrets.token_bytes(32)  # one process, for an exercise: else it comes from a file


def application(environ, start_response):
    status, text, more = login(environ) if environ.get("PATH_INFO") == "/login" else me(environ)
    body = text.encode("utf-8")
    start_response(status, [("Content-Type", "text/plain; charset=utf-8"), ("Content-Length", str(len(body))), *more])
    return [] if environ["REQUEST_METHOD"] == "HEAD" else [body]


def login(environ):
    name = parse_qs(environ.get("QUERY_STRING", "")).get("name", [""])[0]
    if not (name.isascii() and name.isalnum()):
        return "400 Bad Request", "Send a name of letters and digits.", []
    value = f"{name}.{signed(name).decode('ascii')}"
    return "200 OK", f"Welcome, {name}.", [("Set-Cookie", f"reader={value}; HttpOnly; Path=/; SameSite=Lax")]


def me(environ):
    name, _, signature = cookie(environ.get("HTTP_COOKIE", "")).partition(".")
    if not hmac.compare_digest(signature.encode("latin-1"), signed(name)):
        return "403 Forbidden", "Sign in at /login?name=...", []
    return "200 OK", f"Signed in as {name}.", []


def signed(name):
    """Return the signature of a name (bytes): only somebody who knows SECRET can make it."""
    return hmac.new(SECRET, name.encode("latin-1"), "sha256").hexdigest().encode("ascii")


def cookie(header):
    """Return the value of the cookie reader, an empty text without one."""
    pairs = (pair.strip().partition("=") for pair in header.split(";"))
    return next((value for name, _, value in pairs if name == "reader"), "")
