# check: --prefix
"""W606 mended: the same program without the problem."""

TEXT = ("Content-Type", "text/plain; charset=utf-8")


def application(environ, start_response):
    if environ["PATH_INFO"] == "":
        start_response("308 Permanent Redirect", [TEXT, ("Location", f"{environ.get('SCRIPT_NAME', '')}/")])
        return []
    found = environ["PATH_INFO"] == "/"
    start_response("200 OK" if found else "404 Not Found", [TEXT])
    return []
