"""A museum writes a label for each visitor. Jinja2 makes the label from a template; the name is the path of the URL."""

from jinja2 import Environment

TEMPLATES = Environment(autoescape=True)
LABEL = TEMPLATES.from_string("<p>Visitor: <b>{{ name }}</b></p>")


def application(environ, start_response):
    path = environ.get("PATH_INFO", "").encode("latin-1").decode("utf-8", "replace")
    body = LABEL.render(name=path.removeprefix("/")).encode("utf-8")
    start_response("200 OK", [("Content-Type", "text/html; charset=utf-8"), ("Content-Length", str(len(body)))])
    return [] if environ["REQUEST_METHOD"] == "HEAD" else [body]
