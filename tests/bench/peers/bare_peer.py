"""By hand, without a framework: no table of rules, no limits, no errors but 404. It is the floor of the tables."""

import json
from functools import partial
from urllib.parse import parse_qs

from tests.bench.jobs import ERROR_HANDLER, FRAME, HEADER_HOOK, PASSING_HOOK, PLAIN, VARIABLE_FIRST

HTML = ("Content-Type", "text/html; charset=utf-8")
JSON = ("Content-Type", "application/json")


def make(count=0, extra=PLAIN):
    return EXTRAS.get(extra, application)


def not_found(start_response):
    return answer(start_response, b"Not Found", status="404 Not Found")


def application(environ, start_response, missing=not_found):
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
    return missing(start_response)


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


def made(environ, start_response):
    start_response("201 Created", [HTML, ("Content-Length", "4"), ("X-Number", "12")])
    return [b"Made"]


def names(environ, start_response):
    return answer(start_response, json.dumps({"name": "JongHyun", "age": 21}).encode(), JSON)


def old(environ, start_response):
    start_response("302 Found", [("Location", "/hello"), ("Content-Length", "0")])
    return []


def body_of(environ):
    return environ["wsgi.input"].read(int(environ["CONTENT_LENGTH"]))


VIEWS = {
    "/hello": hello,
    "/json": take_json,
    "/form": take_form,
    "/query": query,
    "/made": made,
    "/names": names,
    "/old": old,
}


# The hooks are middleware here, an application around the application.


def keep(environ, start_response):
    return application(environ, start_response)


def forbid_frames(environ, start_response):
    def start(status, headers, exc_info=None):
        headers.append(FRAME)
        return start_response(status, headers, exc_info)

    return application(environ, start)


def with_shop(environ, start_response):
    segments = environ["PATH_INFO"].split("/")
    if len(segments) == 4 and segments[2] == "cart":
        return answer(start_response, f"{segments[1]}: {segments[3]}".encode())
    return application(environ, start_response)


def nothing_here(start_response):
    return answer(start_response, b"Nothing here", status="404 Not Found")


EXTRAS = {
    PASSING_HOOK: keep,
    HEADER_HOOK: forbid_frames,
    VARIABLE_FIRST: with_shop,
    ERROR_HANDLER: partial(application, missing=nothing_here),
}
