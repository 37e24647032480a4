"""Step 3: variables in the path. This file is given."""

from step01 import page
from tiny.router import Router


def values(environ, start_response):
    """Answer with the values of the variables, sorted by name."""
    _, found = environ["wsgiorg.routing_args"]
    text = ", ".join(f"{name}={value}" for name, value in sorted(found.items()))
    body = text.encode()
    start_response("200 OK", [("Content-Type", "text/plain; charset=utf-8"), ("Content-Length", str(len(body)))])
    return [body]


application = Router()
application.add("/", page("Home"))
application.add("/구미", page("Gumi"))
application.add("/file.txt", page("A file"))
application.add("/hello/<name>", values)
application.add("/hello/<name>", values, methods=["POST"])
application.add("/<first>/and/<second>", values)
