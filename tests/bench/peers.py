"""The seven jobs on every framework, each the way its documentation shows, with ``count`` other rules in the table."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import parse_qs

TITLES = {
    "bare": "by hand",
    "wsgi_apps": "wsgi_apps",
    "wheezy": "wheezy.web",
    "falcon": "Falcon",
    "bottle": "Bottle",
    "pyramid": "Pyramid",
    "flask": "Flask",
}
IMPORTS = {
    "wsgi_apps": "wsgi_apps",
    "wheezy": "wheezy.http, wheezy.web.middleware",
    "falcon": "falcon",
    "bottle": "bottle",
    "pyramid": "pyramid.config",
    "flask": "flask",
}
PACKAGES = {"wheezy": "wheezy.web", "falcon": "falcon", "bottle": "bottle", "pyramid": "pyramid", "flask": "flask"}


def bare(count: int) -> Any:
    """A callable written by hand: what the work itself costs."""
    pages = {
        "/hello": lambda environ: (b"Hello World", "text/html; charset=utf-8"),
        "/json": lambda environ: as_json({"name": json.loads(body_of(environ))["name"]}),
        "/form": lambda environ: form_page(parse_qs(body_of(environ).decode())),
        "/query": lambda environ: as_json(
            {"name": parse_qs(environ["QUERY_STRING"])["name"][0], "agent": environ["HTTP_USER_AGENT"]}
        ),
    }

    def body_of(environ: dict[str, Any]) -> bytes:
        return environ["wsgi.input"].read(int(environ["CONTENT_LENGTH"]))

    def as_json(value: Any) -> tuple[bytes, str]:
        return json.dumps(value).encode(), "application/json"

    def form_page(form: dict[str, list[str]]) -> tuple[bytes, str]:
        return f"{form['name'][0]} {form['model'][0]}".encode(), "text/html; charset=utf-8"

    def with_variables(path: str) -> tuple[bytes, str] | None:
        segments = path.split("/")
        if segments[1] == "greet" and len(segments) == 4:
            return f"{segments[2]}, {segments[3]}".encode(), "text/html; charset=utf-8"
        if segments[1] == "calc" and len(segments) == 5 and segments[2].isdecimal() and segments[4].isdecimal():
            return as_json({"result": int(segments[2]) + int(segments[4]), "op": segments[3]})
        return None

    def application(environ: dict[str, Any], start_response: Any) -> list[bytes]:
        path = environ["PATH_INFO"]
        page = pages.get(path)
        found = page(environ) if page else with_variables(path)
        status = "200 OK"
        if found is None:
            status, found = "404 Not Found", (b"Not Found", "text/plain")
        start_response(status, [("Content-Type", found[1]), ("Content-Length", str(len(found[0])))])
        return [found[0]]

    return application


def like_flask(app: Any, request: Any, count: int) -> Any:
    """One program for Flask and for wsgi_apps."""
    for number in range(count):
        app.add_url_rule(f"/other{number}/<name>/end{number}", f"other{number}", lambda name: name)
    app.add_url_rule("/hello", "hello", lambda: "Hello World")
    app.add_url_rule("/greet/<greeting>/<name>", "greet", lambda greeting, name: f"{greeting}, {name}")
    app.add_url_rule("/calc/<int:a>/<string:op>/<int:b>", "calc", lambda a, op, b: {"result": a + b, "op": op})
    app.add_url_rule("/json", "json", lambda: {"name": request.get_json()["name"]}, methods=["POST"])
    app.add_url_rule("/form", "form", lambda: f"{request.form['name']} {request.form['model']}", methods=["POST"])
    app.add_url_rule(
        "/query", "query", lambda: {"name": request.args.get("name"), "agent": request.headers.get("User-Agent")}
    )
    return app


def flask(count: int) -> Any:
    """Flask."""
    from flask import Flask, request

    return like_flask(Flask("bench"), request, count)


def wsgi_apps(count: int) -> Any:
    """This project."""
    from wsgi_apps import App, request

    return like_flask(App("bench"), request, count)


def bottle(count: int) -> Any:
    """Bottle."""
    from bottle import Bottle, request

    app = Bottle()
    for number in range(count):
        app.route(f"/other{number}/<name>/end{number}", callback=lambda name: name)
    app.route("/hello", callback=lambda: "Hello World")
    app.route("/greet/<greeting>/<name>", callback=lambda greeting, name: f"{greeting}, {name}")
    app.route("/calc/<a:int>/<op>/<b:int>", callback=lambda a, op, b: {"result": a + b, "op": op})
    app.route("/json", method="POST", callback=lambda: {"name": request.json["name"]})
    app.route("/form", method="POST", callback=lambda: f"{request.forms['name']} {request.forms['model']}")
    app.route("/query", callback=lambda: {"name": request.query.get("name"), "agent": request.get_header("User-Agent")})
    return app


def falcon(count: int) -> Any:
    """Falcon."""
    from falcon import MEDIA_HTML, App

    app = App(media_type=MEDIA_HTML)

    class On:
        def __init__(self, get: Any = None, post: Any = None) -> None:
            if get:
                self.on_get = get
            if post:
                self.on_post = post

    def text(make: Any) -> Any:
        def respond(req: Any, resp: Any, **values: Any) -> None:
            resp.text = make(req, **values)

        return respond

    def media(make: Any) -> Any:
        def respond(req: Any, resp: Any, **values: Any) -> None:
            resp.content_type = "application/json"
            resp.media = make(req, **values)

        return respond

    def form(req: Any) -> str:
        fields = req.get_media()
        return f"{fields['name']} {fields['model']}"

    for number in range(count):
        app.add_route(f"/other{number}/{{name}}/end{number}", On(text(lambda req, name: name)))
    app.add_route("/hello", On(text(lambda req: "Hello World")))
    app.add_route("/greet/{greeting}/{name}", On(text(lambda req, greeting, name: f"{greeting}, {name}")))
    app.add_route("/calc/{a:int}/{op}/{b:int}", On(media(lambda req, a, op, b: {"result": a + b, "op": op})))
    app.add_route("/json", On(post=media(lambda req: {"name": req.get_media()["name"]})))
    app.add_route("/form", On(post=text(form)))
    app.add_route(
        "/query", On(media(lambda req: {"name": req.get_param("name"), "agent": req.get_header("User-Agent")}))
    )
    return app


def pyramid(count: int) -> Any:
    """Pyramid."""
    from pyramid.config import Configurator
    from pyramid.response import Response

    config = Configurator()

    def add(name: str, pattern: str, view: Any, **options: Any) -> None:
        config.add_route(name, pattern)
        config.add_view(view, route_name=name, **options)

    def calc(request: Any) -> dict[str, Any]:
        values = request.matchdict
        return {"result": int(values["a"]) + int(values["b"]), "op": values["op"]}

    for number in range(count):
        add(f"other{number}", f"/other{number}/{{name}}/end{number}", lambda request: Response("other"))
    add("hello", "/hello", lambda request: Response("Hello World"))
    add("greet", "/greet/{greeting}/{name}", lambda request: Response("{greeting}, {name}".format(**request.matchdict)))
    add("calc", r"/calc/{a:\d+}/{op}/{b:\d+}", calc, renderer="json")
    add("json", "/json", lambda request: {"name": request.json_body["name"]}, renderer="json")
    add("form", "/form", lambda request: Response(f"{request.POST['name']} {request.POST['model']}"))
    add(
        "query",
        "/query",
        lambda request: {"name": request.GET.get("name"), "agent": request.headers.get("User-Agent")},
        renderer="json",
    )
    return config.make_wsgi_app()


def wheezy(count: int) -> Any:
    """wheezy.web."""
    from wheezy.http import HTTPResponse, WSGIApplication
    from wheezy.routing import url
    from wheezy.web.middleware import bootstrap_defaults, path_routing_middleware_factory

    def text(make: Any) -> Any:
        def handler(request: Any) -> Any:
            response = HTTPResponse()
            response.write(make(request))
            return response

        return handler

    def as_json(make: Any) -> Any:
        def handler(request: Any) -> Any:
            response = HTTPResponse("application/json")
            response.write(json.dumps(make(request)))
            return response

        return handler

    def greet(request: Any) -> str:
        values = request.environ["route_args"]
        return f"{values['greeting']}, {values['name']}"

    def calc(request: Any) -> dict[str, Any]:
        values = request.environ["route_args"]
        return {"result": int(values["a"]) + int(values["b"]), "op": values["op"]}

    def query(request: Any) -> dict[str, Any]:
        return {"name": request.query["name"][0], "agent": request.environ.get("HTTP_USER_AGENT")}

    rules = [
        url(f"other{number}/{{name}}/end{number}", text(lambda request: "other"), name=f"other{number}")
        for number in range(count)
    ]
    rules += [
        url("hello", text(lambda request: "Hello World"), name="hello"),
        url("greet/{greeting}/{name}", text(greet), name="greet"),
        url("calc/{a:int}/{op}/{b:int}", as_json(calc), name="calc"),
        url("json", as_json(lambda request: {"name": request.form["name"]}), name="json"),
        url("form", text(lambda request: f"{request.form['name'][0]} {request.form['model'][0]}"), name="form"),
        url("query", as_json(query), name="query"),
    ]
    return WSGIApplication([bootstrap_defaults(url_mapping=rules), path_routing_middleware_factory], {})
