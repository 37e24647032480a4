"""The trap: a mount by `startswith` alone, which takes `/601621760/x` for `0/x` below `/60162176`."""

from examples.lab16_mounting.raw import application as mounted

PREFIX = "/60162176"


def application(environ, start_response):
    path = environ.get("PATH_INFO", "")
    if not path.startswith(PREFIX):  # raw.py has the cure: the prefix itself, or the prefix and a slash
        start_response("404 Not Found", [("Content-Type", "text/plain"), ("Content-Length", "8")])
        return [b"Nothing."]
    return mounted({**environ, "SCRIPT_NAME": PREFIX, "PATH_INFO": path.removeprefix(PREFIX)}, start_response)
