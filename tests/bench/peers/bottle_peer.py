"""Bottle, as its tutorial teaches."""

from bottle import Bottle, request

from tests.bench.jobs import others, split


def make(count=0):
    app = Bottle()
    before, after = split(others(count, "<name>"))
    for rule in before:
        app.route(rule, callback=lambda **values: "other")

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
        return f"{request.forms['name']}: {request.forms['model']}"

    @app.get("/query")
    def query():
        return {"name": request.query["name"], "agent": request.headers["User-Agent"]}

    for rule in after:
        app.route(rule, callback=lambda **values: "other")
    return app
