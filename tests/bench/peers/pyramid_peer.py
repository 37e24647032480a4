"""Pyramid, as its quick tour teaches: routes, views, and the renderer for JSON."""

from pyramid.config import Configurator
from pyramid.httpexceptions import HTTPFound
from pyramid.response import Response

from tests.bench.jobs import ERROR_HANDLER, FRAME, HEADER_HOOK, PASSING_HOOK, PLAIN, VARIABLE_FIRST, others, split


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


def made(request):
    response = Response("Made", status=201)
    response.headers["X-Number"] = "12"
    return response


def names(request):
    return Response(json_body={"name": "JongHyun", "age": 21})


def old(request):
    return HTTPFound(location="/hello")


def shop(request):
    return Response("{shop}: {item}".format(**request.matchdict))


def other(request):
    return Response("other")


def nothing_here(request):
    return Response("Nothing here", status=404)


def make(count=0, extra=PLAIN):
    config = Configurator()
    before, after = split(others(count, "{name}"))
    for rule in before:
        add(config, rule, other)
    add_views(config)
    EXTRAS[extra](config)
    for rule in after:
        add(config, rule, other)
    return config.make_wsgi_app()


def add_views(config):
    add(config, "/hello", hello, request_method="GET")
    add(config, "/greet/{greeting}/{name}", greet, request_method="GET")
    add(config, r"/calc/{left:\d+}/{operator}/{right:\d+}", calculate, request_method="GET", renderer="json")
    add(config, "/json", take_json, request_method="POST", renderer="json")
    add(config, "/form", take_form, request_method="POST")
    add(config, "/query", query, request_method="GET", renderer="json")
    add(config, "/made", made, request_method="GET")
    add(config, "/names", names, request_method="GET")
    add(config, "/old", old, request_method="GET")


def add(config, rule, view, **options):
    config.add_route(rule, rule)
    config.add_view(view, route_name=rule, **options)


def keep_factory(handler, registry):
    def keep(request):
        return handler(request)

    return keep


def forbid_frames_factory(handler, registry):
    name, value = FRAME

    def forbid_frames(request):
        response = handler(request)
        response.headers[name] = value
        return response

    return forbid_frames


EXTRAS = {
    PLAIN: lambda config: None,
    PASSING_HOOK: lambda config: config.add_tween(f"{__name__}.keep_factory"),
    HEADER_HOOK: lambda config: config.add_tween(f"{__name__}.forbid_frames_factory"),
    VARIABLE_FIRST: lambda config: add(config, "/{shop}/cart/{item}", shop, request_method="GET"),
    ERROR_HANDLER: lambda config: config.add_notfound_view(nothing_here),
}
