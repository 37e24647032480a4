"""wheezy.web, as its documentation teaches: handlers that are functions, its quickest kind; they take any method."""

from wheezy.http import HTTPResponse, WSGIApplication
from wheezy.http.response import json_response, redirect
from wheezy.routing import url
from wheezy.web.middleware import bootstrap_defaults, path_routing_middleware_factory

from tests.bench.jobs import FRAME, HEADER_HOOK, PASSING_HOOK, PLAIN, VARIABLE_FIRST, others, split


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


def made(request):
    response = text("Made")
    response.status_code = 201
    response.headers.append(("X-Number", "12"))
    return response


def names(request):
    return json_response({"name": "JongHyun", "age": 21})


def old(request):
    return redirect("/hello")


def shop(request):
    values = request.environ["route_args"]
    return text(f"{values['shop']}: {values['item']}")


def other(request):
    return text("other")


def keep_middleware_factory(options):
    def keep(request, following):
        return following(request)

    return keep


def forbid_frames_middleware_factory(options):
    def forbid_frames(request, following):
        response = following(request)
        if response is not None:
            response.headers.append(FRAME)
        return response

    return forbid_frames


HOOKS = {PASSING_HOOK: [keep_middleware_factory], HEADER_HOOK: [forbid_frames_middleware_factory]}
URLS = [
    url("hello", hello),
    url("greet/{greeting}/{name}", greet),
    url("calc/{left:int}/{operator}/{right:int}", calculate),
    url("json", take_json),
    url("form", take_form),
    url("query", query),
    url("made", made),
    url("names", names),
    url("old", old),
]


def make(count=0, extra=PLAIN):
    before, after = split(others(count, "{name}"))
    urls = [
        *(url(rule[1:], other, name=rule) for rule in before),
        *URLS,
        *([url("{shop}/cart/{item}", shop)] if extra == VARIABLE_FIRST else []),
        *(url(rule[1:], other, name=rule) for rule in after),
    ]
    # Nothing here renders templates or signs cookies; without a word about that there would be warnings.
    options = {"render_template": None, "ticket": None}
    middleware = [bootstrap_defaults(url_mapping=urls), *HOOKS.get(extra, []), path_routing_middleware_factory]
    return WSGIApplication(middleware, options)
