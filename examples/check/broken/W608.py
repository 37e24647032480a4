"""W608 broken: the application trusts a header that any client can write."""

TEXT = ("Content-Type", "text/plain; charset=utf-8")


def application(environ, start_response):
    host = environ.get("HTTP_X_FORWARDED_HOST") or environ.get("HTTP_HOST", "localhost")  # W608
    root = environ.get("SCRIPT_NAME", "")
    start_response("302 Found", [TEXT, ("Location", f"http://{host}{root}/page")])
    return []
