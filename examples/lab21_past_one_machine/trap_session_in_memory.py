"""The trap: who is logged in is kept in a dictionary, which lives in one process of one node."""

import os
import secrets
from http.cookies import SimpleCookie

LOGGED_IN = {}  # token -> name
NODE = os.environ.get("NODE", "alone")


def application(environ, start_response):
    """Log in at /login?NAME; say the name anywhere else."""
    headers = [("Content-Type", "text/plain; charset=utf-8"), ("Node", NODE)]
    if environ["PATH_INFO"] == "/login":
        token = secrets.token_urlsafe()
        LOGGED_IN[token] = environ["QUERY_STRING"]
        headers.append(("Set-Cookie", f"token={token}; HttpOnly; SameSite=Lax; Path=/"))
        text = f"Welcome, {environ['QUERY_STRING']}.\n"
    else:
        token = SimpleCookie(environ.get("HTTP_COOKIE", "")).get("token")
        text = f"You are {LOGGED_IN.get(token and token.value, 'a stranger')}.\n"
    start_response("200 OK", headers)
    return [text.encode()]
