"""Step 9: hooks, and pages for errors. This file is given."""

from tiny import App, abort

app = App()
steps = []


@app.before_request
def first():
    steps[:] = ["first"]


@app.before_request
def second():
    steps.append("second")


@app.after_request
def outer(response):
    response.headers["Steps"] = " ".join([*steps, "outer"])
    return response


@app.after_request
def inner(response):
    steps.append("inner")
    return response


@app.route("/")
def home():
    steps.append("view")
    return "Home"


@app.route("/divide/<int:number>/<int:by>")
def divide(number, by):
    return str(number // by)


@app.route("/secret/<name>")
def secret(name):
    abort(403, f"{name} may not read this")


@app.route("/broken/<name>")
def broken(name):
    return {}[name]


@app.route("/nothing")
def nothing():
    return None


@app.route("/worse/<name>")
def worse(name):
    raise OSError(name)


@app.errorhandler(OSError)
def breaks(error):
    raise RuntimeError("in a handler")


@app.errorhandler(404)
def no_page(error):
    return "There is no such page.", 404


@app.errorhandler(ArithmeticError)
def no_number(error):
    return {"error": type(error).__name__}, 400


closed = App()


@closed.before_request
def gate():
    return "We are closed.", 503


@closed.route("/")
def inside():
    return "never"


failing = App()


@failing.after_request
def fails(response):
    raise RuntimeError("in a hook")


@failing.route("/")
def fine():
    return "Home"


def application(environ, start_response):
    """Call one of the three applications, by the start of the path."""
    path = environ["PATH_INFO"]
    for prefix, one in (("/closed", closed), ("/failing", failing)):
        if path.startswith(prefix):
            return one({**environ, "PATH_INFO": path.removeprefix(prefix)}, start_response)
    return app(environ, start_response)
