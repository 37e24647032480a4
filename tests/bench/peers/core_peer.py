"""The core of wsgi_apps alone, without `speed/` and without the extensions: the same file but for its imports."""

from tests.bench.jobs import ERROR_HANDLER, FRAME, HEADER_HOOK, PASSING_HOOK, PLAIN, SHOP, VARIABLE_FIRST, others, split
from wsgi_apps.application import App, jsonify, redirect, request


def make(count=0, extra=PLAIN):
    app = App(__name__)
    before, after = split(others(count, "<name>"))
    add_others(app, before)
    add_views(app)
    add_more_views(app)
    EXTRAS[extra](app)
    add_others(app, after)
    return app


def add_others(app, rules):
    for rule in rules:
        app.add_url_rule(rule, rule, lambda **values: "other")


def add_views(app):
    @app.get("/hello")
    def hello():
        return "Hello World"

    @app.get("/greet/<greeting>/<name>")
    def greet(greeting, name):
        return f"{greeting}, {name}!"

    @app.get("/calc/<int:left>/<operator>/<int:right>")
    def calculate(left, operator, right):
        return {"result": left + right, "operator": operator}

    @app.post("/json")
    def take_json():
        return {"name": request.get_json()["name"]}

    @app.post("/form")
    def take_form():
        return f"{request.form['name']}: {request.form['model']}"

    @app.get("/query")
    def query():
        return {"name": request.args["name"], "agent": request.headers["User-Agent"]}


def add_more_views(app):
    @app.get("/made")
    def made():
        return "Made", 201, {"X-Number": "12"}

    @app.get("/names")
    def names():
        return jsonify(name="JongHyun", age=21)

    @app.get("/old")
    def old():
        return redirect("/hello")


def add_passing_hook(app):
    @app.after_request
    def keep(response):
        return response


def add_header_hook(app):
    name, value = FRAME

    @app.after_request
    def forbid_frames(response):
        response.headers[name] = value
        return response


def add_shop(app):
    @app.get(SHOP)
    def shop(shop, item):
        return f"{shop}: {item}"


def add_error_handler(app):
    @app.errorhandler(404)
    def nothing_here(error):
        return "Nothing here", 404


EXTRAS = {
    PLAIN: lambda app: None,
    PASSING_HOOK: add_passing_hook,
    HEADER_HOOK: add_header_hook,
    VARIABLE_FIRST: add_shop,
    ERROR_HANDLER: add_error_handler,
}
