"""A tea shop, ``shop``, and a mount around it, ``application``. Do not change it: say what it answers where."""

PREFIX = "/60162176"


def shop(environ, start_response):
    start_response("200 OK", [("Content-Type", "text/plain; charset=utf-8")])
    return [f"{environ.get('SCRIPT_NAME', '')} + {environ.get('PATH_INFO', '')}".encode("latin-1")]


def application(environ, start_response):
    path = environ.get("PATH_INFO", "")
    if path == PREFIX or path.startswith(PREFIX + "/"):
        script_name = environ.get("SCRIPT_NAME", "") + PREFIX
        inner = {**environ, "SCRIPT_NAME": script_name, "PATH_INFO": path.removeprefix(PREFIX)}
        return shop(inner, start_response)
    start_response("404 Not Found", [("Content-Type", "text/plain; charset=utf-8")])
    return [b"no shop here"]
