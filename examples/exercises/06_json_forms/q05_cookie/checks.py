"""What cannot be written in one line of exercise.toml."""

from http.cookies import SimpleCookie
from wsgiref.util import setup_testing_defaults


def swapped(application, draw):
    """Return what is wrong when a reader writes another name in front of the own signature."""
    mine, other = draw("word"), draw("word2")
    _, headers = ask(application, "/login", QUERY_STRING=f"name={mine}")
    cookie = SimpleCookie(headers.get("Set-Cookie", ""))["reader"].value.replace(mine, other)
    status, _ = ask(application, "/me", HTTP_COOKIE=f"reader={cookie}")
    return (
        [] if status.startswith("403") else [f"GET /me with the signature of another name: expected 403, got {status}"]
    )


def ask(application, path, **environ):
    """Return the status and the headers of a response."""
    environ["PATH_INFO"] = path
    setup_testing_defaults(environ)
    started = []
    application(environ, lambda status, headers, exc_info=None: started.append((status, dict(headers))))
    return started[0]
