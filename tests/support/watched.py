"""Print which functions of the package answer a request, in the order in which they are called."""

import sys

from wsgi_apps import App

app = App(__name__)


@app.get("/hello/<name>")
def hello(name):
    return f"Hello World {name}"


def tell(frame, event, argument):
    """Print the name of a function when it is called, if it is one of the package or of this file."""
    module = frame.f_globals["__name__"]
    if event == "call" and module.startswith(("wsgi_apps", __name__)):
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


if __name__ == "__main__":
    client = app.test_client()
    client.get("/hello/JongHyun")  # what is done once is done by now
    app.wsgi_app = watched(app.wsgi_app)
    client.get("/hello/JongHyun")
