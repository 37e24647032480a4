"""Pyramid, as its quick tour teaches: routes, views, and the renderer for JSON."""

from pyramid.config import Configurator
from pyramid.response import Response

from tests.bench.jobs import others, split


def hello(request):
    return Response("Hello World")


def greet(request):
    return Response("{greeting}, {name}!".format(**request.matchdict))


def calculate(request):
    values = request.matchdict
    return {"result": int(values["left"]) + int(values["right"]), "operator": values["operator"]}


def take_json(request):
    return {"name": request.json_body["name"]}


def take_form(request):
    return Response(f"{request.POST['name']}: {request.POST['model']}")


def query(request):
    return {"name": request.GET["name"], "agent": request.headers["User-Agent"]}


def other(request):
    return Response("other")


def make(count=0):
    config = Configurator()
    before, after = split(others(count, "{name}"))
    for rule in before:
        add(config, rule, other)
    add(config, "/hello", hello, request_method="GET")
    add(config, "/greet/{greeting}/{name}", greet, request_method="GET")
    add(config, r"/calc/{left:\d+}/{operator}/{right:\d+}", calculate, request_method="GET", renderer="json")
    add(config, "/json", take_json, request_method="POST", renderer="json")
    add(config, "/form", take_form, request_method="POST")
    add(config, "/query", query, request_method="GET", renderer="json")
    for rule in after:
        add(config, rule, other)
    return config.make_wsgi_app()


def add(config, rule, view, **options):
    config.add_route(rule, rule)
    config.add_view(view, route_name=rule, **options)
