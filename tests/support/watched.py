"""Print which functions of the core answer a request, in the order in which they are called."""

import sys
from wsgiref.util import setup_testing_defaults

from wsgi_apps.application import App

app = App(__name__)


@app.get("/hello/<name>")
def hello(name):
    return f"Hello World {name}"


def tell(frame, event, argument):
    """Print the name of a function when it is called, if it is one of the package or of this file."""
    module = frame.f_globals["__name__"]
    if event == "call" and module.startswith(("wsgi_apps", __name__)) and "<" not in frame.f_code.co_name:
        print(f"{module}.{frame.f_code.co_qualname}")


def watched(application):
    """Return the WSGI application, watched while it answers."""

    def answer(environ, start_response):
        sys.setprofile(tell)
        try:
            return application(environ, start_response)
        finally:
            sys.setprofile(None)

    return answer


def start_response(status, headers):
    """Do what a server does: keep the status and the headers."""


if __name__ == "__main__":
    app.wsgi_app = watched(app.wsgi_app)
    environ = {"PATH_INFO": "/hello/JongHyun"}
    setup_testing_defaults(environ)  # the other keys
    app(environ, start_response)
