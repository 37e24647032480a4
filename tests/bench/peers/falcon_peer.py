"""Falcon, as its tutorial teaches: a resource class for every rule, a compiled router, a wheel with Cython's parts."""

import falcon

from tests.bench.jobs import ERROR_HANDLER, FRAME, HEADER_HOOK, PASSING_HOOK, PLAIN, VARIABLE_FIRST, others, split


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


class Made:
    def on_get(self, request, response):
        response.status = falcon.HTTP_201
        response.content_type = falcon.MEDIA_HTML
        response.set_header("X-Number", "12")
        response.text = "Made"


class Names:
    def on_get(self, request, response):
        response.media = {"name": "JongHyun", "age": 21}


class Old:
    def on_get(self, request, response):
        raise falcon.HTTPFound("/hello")


class Shop:
    def on_get(self, request, response, shop, item):
        response.content_type = falcon.MEDIA_HTML
        response.text = f"{shop}: {item}"


class Other:
    def on_get(self, request, response, **values):
        response.text = "other"


class Keep:
    def process_response(self, request, response, resource, req_succeeded):
        pass


class ForbidFrames:
    def process_response(self, request, response, resource, req_succeeded):
        response.set_header(*FRAME)


def nothing_here(request, response, error, params):
    response.status = falcon.HTTP_404
    response.content_type = falcon.MEDIA_HTML
    response.text = "Nothing here"


MIDDLEWARE = {PASSING_HOOK: [Keep()], HEADER_HOOK: [ForbidFrames()]}
RESOURCES = {
    "/hello": Hello(),
    "/greet/{greeting}/{name}": Greet(),
    "/calc/{left:int}/{operator}/{right:int}": Calculate(),
    "/json": TakeJSON(),
    "/form": TakeForm(),
    "/query": Query(),
    "/made": Made(),
    "/names": Names(),
    "/old": Old(),
}


def make(count=0, extra=PLAIN):
    app = falcon.App(middleware=MIDDLEWARE.get(extra))
    before, after = split(others(count, "{name}"))
    for rule in before:
        app.add_route(rule, Other())
    for rule, resource in RESOURCES.items():
        app.add_route(rule, resource)
    if extra == VARIABLE_FIRST:
        app.add_route("/{shop}/cart/{item}", Shop())
    if extra == ERROR_HANDLER:
        app.add_error_handler(falcon.HTTPNotFound, nothing_here)
    for rule in after:
        app.add_route(rule, Other())
    return app
