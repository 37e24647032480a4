"""Why a rule was not taken, and who set a header."""

from pathlib import Path

import pytest
from flask import Flask

from tests.unit.tools.xray import programs
from tests.unit.tools.xray.recorded import recorded
from wsgi_apps import App, Mount, Response, Router, redirect
from wsgi_apps.application import App as CoreApp
from wsgi_apps.tools.course.asking import environ_of
from wsgi_apps.tools.xray.asked import request_of, typed
from wsgi_apps.tools.xray.candidates import agrees, candidates_of
from wsgi_apps.tools.xray.programs import lab_named, ways_of
from wsgi_apps.tools.xray.recording import Options, record

RULES = {
    "/": ["GET"],
    "/test/<int:number>": ["GET"],
    "/test/<name>": ["GET", "POST"],
    "/test/deep/page": ["GET"],
    "/branch/": ["GET"],
    "/files/<path:file>": ["GET"],
    "/small/<int(max=9):number>": ["GET"],
}
CASES = [
    ("GET /test/7", "/test/<int:number>", "fits", {}),
    ("GET /test/7", "/test/<name>", "narrower", {"than": "/test/<int:number>"}),
    ("GET /test/x", "/test/<int:number>", "converter", {"have": "x", "regex": r"\d+"}),
    ("GET /test/x", "/test/deep/page", "static", {"segment": 2, "have": "x", "want": "deep"}),
    ("GET /test/x", "/", "path-goes-on", {"have": "test/x"}),
    ("GET /test", "/test/<int:number>", "path-ends", {"segment": 2}),
    ("PUT /test/x", "/test/<name>", "method", {"have": "PUT", "want": ["GET", "HEAD", "OPTIONS", "POST"]}),
    ("GET /branch", "/branch/", "slash-missing", {}),
    ("GET /test/x/", "/test/<name>", "slash-extra", {}),
    ("GET /files/a/b.txt", "/files/<path:file>", "fits", {}),
    ("GET /small/12", "/small/<int(max=9):number>", "converter", {}),
]


def made(kind):
    app = kind(__name__)
    for rule, methods in RULES.items():
        app.add_url_rule(rule, rule, lambda **values: "ok", methods=methods)
    return app


APPS = {kind.__module__: made(kind) for kind in (App, CoreApp, Flask)}
#: What the two routers say differently: Werkzeug looks for the slash part by part.
SAID = {"flask.app": {"slash-extra": "slash-extra"}}


@pytest.mark.parametrize("app", APPS.values(), ids=APPS)
@pytest.mark.parametrize(
    ("line", "rule", "code", "parameters"), CASES, ids=[f"{line} {rule}" for line, rule, *_ in CASES]
)
def test_why_a_rule_is_taken_or_not(app, line, rule, code, parameters):
    rows = {row[0]: row[1:] for row in candidates_of(app, environ_of(typed(line)))}
    verdict, said, given = rows[rule]
    assert said == code
    assert verdict == {"fits": "taken", "narrower": "not asked"}.get(code, "refused")
    assert given.items() >= parameters.items()


@pytest.mark.parametrize("app", APPS.values(), ids=APPS)
def test_a_router_without_a_match_takes_no_rule(app):
    rows = candidates_of(app, environ_of(typed("GET /nowhere")))
    assert {verdict for _, verdict, *_ in rows} == {"refused"}
    assert agrees(rows, None)


def test_candidates_below_a_mount():
    rows = candidates_of(Mount(None, {"/a": APPS["flask.app"]}), environ_of(typed("GET /a/test/7")))
    assert [rule for rule, verdict, *_ in rows if verdict == "taken"] == ["/test/<int:number>"]


def test_a_router_alone_has_candidates_and_a_function_has_none():
    router = Router()
    router.add("/<name>", programs.hello)
    assert [row[1] for row in candidates_of(router, environ_of(typed("GET /x")))] == ["taken"]
    assert candidates_of(programs.hello, environ_of(typed("GET /x"))) == []


def test_an_explanation_that_disagrees_is_left_out(monkeypatch):
    monkeypatch.setattr("wsgi_apps.tools.xray.trace.agrees", lambda rows, rule: False)
    lab = lab_named("3")
    (way,) = record(ways_of(lab, ["ours"]), request_of(lab, "5"))["ways"]
    assert way["candidates"] is None
    assert way["warnings"] == [["E9", {"way": "ours"}]]


@pytest.mark.parametrize("way", ["raw", "ours", "flask_app"])
def test_the_line_that_set_a_header(way):
    lab = lab_named("16")
    (one,) = record(ways_of(lab, [way]), request_of(lab, "2"))["ways"]
    names, files = [function["name"] for function in one["functions"]], [file["path"] for file in one["files"]]
    setters = {name: (function, line, how) for name, _, function, line, how in one["setters"]}
    function, line, how = setters["Script-Name"]
    source = Path(lab.folder, f"{way}.py").read_text(encoding="utf-8").splitlines()
    assert files[one["functions"][function]["file"]] == f"{lab.name}/{way}.py"
    assert names[function] == ("application" if way == "raw" else "tell")
    assert how == ("made" if way == "raw" else "set")
    assert ("headers = [" if way == "raw" else "Script-Name") in source[line - 1]


#: A request of a lab, a way, a header, and who set it: the function, and what stands in the line.
SET = [
    ("16", "GET /go", "ours", "Location", "redirection", 'headers={"Location": location}'),
    ("16", "GET /go", "ours", "Content-Type", "Response.__init__", "pairs.append("),
    ("16", "GET /go", "ours", "X-Content-Type-Options", "Response.__init__", "pairs.append(NOSNIFF)"),
    ("16", "GET /go", "ours", "Content-Length", "Response.list_with_length", "self.header_list.append("),
    ("16", "GET /go", "ours", "Url-For", "tell", 'response.headers["Url-For"]'),
    ("16", "GET /go", "flask_app", "Location", "redirect", 'response.headers["Location"]'),
    ("16", "GET /go", "raw", "Location", "answer", '"Location"'),
    ("13", "1", "ours", "Content-Type", "FastApp.reply_to", "HTML"),
    ("8", "POST /", "ours", "Content-Type", "App.json_parts", "type_header("),
    ("8", "DELETE /", "ours", "Content-Type", "response_for_body", "HTML"),
    ("8", "DELETE /", "ours", "Allow", "MethodNotAllowed.get_headers", '"Allow"'),
    ("8", "DELETE /", "flask_app", "Allow", "MethodNotAllowed.get_headers", '"Allow"'),
    ("8", "OPTIONS /", "ours", "Allow", "App.make_default_options_response", "Allow"),
]


@pytest.mark.parametrize(("lab", "line", "way", "header", "function", "text"), SET)
def test_who_set_a_header(lab, line, way, header, function, text):
    found = lab_named(lab)
    (one,) = record(ways_of(found, [way]), request_of(found, line))["ways"]
    (place,) = [(function, line) for name, _, function, line, _ in one["setters"] if name == header]
    told = one["functions"][place[0]]
    assert told["name"] == function
    assert text in told["lines"][place[1] - told["first"]]


@pytest.mark.parametrize("location", ["/a", "/종현", "http://종현.example/"])
def test_a_location_that_is_encoded_on_the_way_is_still_that_of_the_redirect(location):
    app = App(__name__)
    app.add_url_rule("/", "away", lambda: redirect(location))
    way = recorded(app)
    (setter,) = [row for row in way["setters"] if row[0] == "Location"]
    assert way["functions"][setter[2]]["name"] == "redirection"


def test_a_number_as_a_header_is_made_where_it_is_returned():
    app = App(__name__)
    app.add_url_rule("/", "view", lambda: Response("Hello", headers={"X-Count": 7}))
    way = recorded(app)
    (setter,) = [row for row in way["setters"] if row[0] == "X-Count"]
    assert setter[1] == "7"
    assert "<lambda>" in way["functions"][setter[2]]["name"]


def test_a_header_that_a_function_returns_was_made_there():
    lab = lab_named("8")
    (one,) = record(ways_of(lab, ["raw"]), request_of(lab, "1"))["ways"]
    name, _, function, _, how = one["setters"][0]
    assert (name, one["functions"][function]["name"], how) == ("Content-Type", "answer", "made")


def test_setting_the_same_value_again_is_no_news():
    app = App(__name__)

    @app.route("/")
    def index():
        return "Hello"

    @app.after_request
    def first(response):
        response.headers["X-Lab"] = "1"
        return response

    @app.after_request
    def second(response):
        response.headers["X-Lab"] = "1"
        return response

    way = recorded(app)
    (setter,) = [row for row in way["setters"] if row[0] == "X-Lab"]
    assert way["functions"][setter[2]]["name"].endswith("second")  # the last registered is called first


def test_without_speed_takes_nothing_away_for_good():
    lab = lab_named("3")
    programs_of = ways_of(lab, ["ours"])
    counts = [
        len(record(programs_of, request_of(lab, "5"), Options(core=core))["ways"][0]["events"]) for core in (0, 1, 0)
    ]
    assert counts[0] == counts[2] < counts[1]
