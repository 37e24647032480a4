"""Bottle, as its tutorial teaches."""

from bottle import Bottle, HTTPResponse, redirect, request, response

from tests.bench.jobs import ERROR_HANDLER, FRAME, HEADER_HOOK, PASSING_HOOK, PLAIN, SHOP, VARIABLE_FIRST, others, split


def make(count=0, extra=PLAIN):
    app = Bottle()
    before, after = split(others(count, "<name>"))
    add_others(app, before)
    add_views(app)
    add_more_views(app)
    EXTRAS[extra](app)
    add_others(app, after)
    return app


def add_others(app, rules):
    for rule in rules:
        app.route(rule, callback=lambda **values: "other")


def add_views(app):
    @app.get("/hello")
    def hello():
        return "Hello World"

    @app.get("/greet/<greeting>/<name>")
    def greet(greeting, name):
        return f"{greeting}, {name}!"

    @app.get("/calc/<left:int>/<operator>/<right:int>")
    def calculate(left, operator, right):
        return {"result": left + right, "operator": operator}

    @app.post("/json")
    def take_json():
        return {"name": request.json["name"]}

    @app.post("/form")
    def take_form():
        return f"{request.forms.name}: {request.forms.model}"  # as attributes they are UTF-8, as items Latin-1

    @app.get("/query")
    def query():
        return {"name": request.query.name, "agent": request.headers["User-Agent"]}


def add_more_views(app):
    @app.get("/made")
    def made():
        response.status = 201
        response.set_header("X-Number", "12")
        return "Made"

    @app.get("/names")
    def names():
        return HTTPResponse({"name": "JongHyun", "age": 21})

    @app.get("/old")
    def old():
        redirect("/hello", 302)


def add_passing_hook(app):
    @app.hook("after_request")
    def keep():
        pass


def add_header_hook(app):
    name, value = FRAME

    @app.hook("after_request")
    def forbid_frames():
        response.headers[name] = value


def add_shop(app):
    @app.get(SHOP)
    def shop(shop, item):
        return f"{shop}: {item}"


def add_error_handler(app):
    @app.error(404)
    def nothing_here(error):
        return "Nothing here"


EXTRAS = {
    PLAIN: lambda app: None,
    PASSING_HOOK: add_passing_hook,
    HEADER_HOOK: add_header_hook,
    VARIABLE_FIRST: add_shop,
    ERROR_HANDLER: add_error_handler,
}
