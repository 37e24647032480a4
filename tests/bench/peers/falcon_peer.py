"""Falcon, as its tutorial teaches: a resource class for every rule, its router compiled, its wheel with Cython's parts."""

import falcon

from tests.bench.jobs import others, split


class Hello:
    def on_get(self, request, response):
        response.content_type = falcon.MEDIA_HTML
        response.text = "Hello World"


class Greet:
    def on_get(self, request, response, greeting, name):
        response.content_type = falcon.MEDIA_HTML
        response.text = f"{greeting}, {name}!"


class Calculate:
    def on_get(self, request, response, left, operator, right):
        response.media = {"result": left + right, "operator": operator}


class TakeJSON:
    def on_post(self, request, response):
        response.media = {"name": request.get_media()["name"]}


class TakeForm:
    def on_post(self, request, response):
        form = request.get_media()
        response.content_type = falcon.MEDIA_HTML
        response.text = f"{form['name']}: {form['model']}"


class Query:
    def on_get(self, request, response):
        response.media = {"name": request.get_param("name"), "agent": request.get_header("User-Agent")}


class Other:
    def on_get(self, request, response, **values):
        response.text = "other"


def make(count=0):
    app = falcon.App()
    before, after = split(others(count, "{name}"))
    for rule in before:
        app.add_route(rule, Other())
    app.add_route("/hello", Hello())
    app.add_route("/greet/{greeting}/{name}", Greet())
    app.add_route("/calc/{left:int}/{operator}/{right:int}", Calculate())
    app.add_route("/json", TakeJSON())
    app.add_route("/form", TakeForm())
    app.add_route("/query", Query())
    for rule in after:
        app.add_route(rule, Other())
    return app
