"""By hand, without a framework: no table of rules, no limits, no errors but 404. It is the floor of the tables."""

import json
from urllib.parse import parse_qs

HTML = ("Content-Type", "text/html; charset=utf-8")
JSON = ("Content-Type", "application/json")


def make(count=0):
    return application


def application(environ, start_response):
    path = environ["PATH_INFO"]
    view = VIEWS.get(path)
    if view is not None:
        return view(environ, start_response)
    segments = path.split("/")
    if len(segments) == 4 and segments[1] == "greet":
        return answer(start_response, f"{segments[2]}, {segments[3]}!".encode())
    if len(segments) == 5 and segments[1] == "calc":
        result = {"result": int(segments[2]) + int(segments[4]), "operator": segments[3]}
        return answer(start_response, json.dumps(result).encode(), JSON)
    return answer(start_response, b"Not Found", status="404 Not Found")


def answer(start_response, body, kind=HTML, status="200 OK"):
    start_response(status, [kind, ("Content-Length", str(len(body)))])
    return [body]


def hello(environ, start_response):
    return answer(start_response, b"Hello World")


def take_json(environ, start_response):
    value = json.loads(body_of(environ))
    return answer(start_response, json.dumps({"name": value["name"]}).encode(), JSON)


def take_form(environ, start_response):
    form = parse_qs(body_of(environ).decode())
    return answer(start_response, f"{form['name'][0]}: {form['model'][0]}".encode())


def query(environ, start_response):
    name = parse_qs(environ["QUERY_STRING"])["name"][0]
    return answer(start_response, json.dumps({"name": name, "agent": environ["HTTP_USER_AGENT"]}).encode(), JSON)


def body_of(environ):
    return environ["wsgi.input"].read(int(environ["CONTENT_LENGTH"]))


VIEWS = {"/hello": hello, "/json": take_json, "/form": take_form, "/query": query}
