"""wsgi_apps: the same file as Flask's but for its import line."""

from tests.bench.jobs import others, split
from wsgi_apps import App, request


def make(count=0):
    app = App(__name__, static_folder=None)
    before, after = split(others(count, "<name>"))
    for rule in before:
        app.add_url_rule(rule, rule, lambda **values: "other")

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

    for rule in after:
        app.add_url_rule(rule, rule, lambda **values: "other")
    return app
