"""wheezy.web, as its documentation teaches: handlers that are functions, its quickest kind; they take any method."""

from wheezy.http import HTTPResponse, WSGIApplication
from wheezy.http.response import json_response
from wheezy.routing import url
from wheezy.web.middleware import bootstrap_defaults, path_routing_middleware_factory

from tests.bench.jobs import others, split


def text(content):
    response = HTTPResponse()
    response.write(content)
    return response


def hello(request):
    return text("Hello World")


def greet(request):
    values = request.environ["route_args"]
    return text(f"{values['greeting']}, {values['name']}!")


def calculate(request):
    values = request.environ["route_args"]
    return json_response({"result": int(values["left"]) + int(values["right"]), "operator": values["operator"]})


def take_json(request):
    return json_response({"name": request.form["name"]})


def take_form(request):
    return text(f"{request.form['name'][0]}: {request.form['model'][0]}")


def query(request):
    return json_response({"name": request.query["name"][0], "agent": request.environ["HTTP_USER_AGENT"]})


def other(request):
    return text("other")


def make(count=0):
    before, after = split(others(count, "{name}"))
    urls = [
        *(url(rule[1:], other, name=rule) for rule in before),
        url("hello", hello),
        url("greet/{greeting}/{name}", greet),
        url("calc/{left:int}/{operator}/{right:int}", calculate),
        url("json", take_json),
        url("form", take_form),
        url("query", query),
        *(url(rule[1:], other, name=rule) for rule in after),
    ]
    # Nothing here renders templates or signs cookies; without a word about that there would be warnings.
    options = {"render_template": None, "ticket": None}
    return WSGIApplication([bootstrap_defaults(url_mapping=urls), path_routing_middleware_factory], options)
