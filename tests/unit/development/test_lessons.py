"""The table of the labs that teach an error: each row is asked with an error that really comes."""

import json
import pickle
import sqlite3
from pathlib import Path

import jinja2
import pytest

from tests.support.servers import ROOT
from wsgi_apps import App, Response, abort, jsonify, redirect, render_template_string, request, session, url_for
from wsgi_apps.development.lessons import LESSONS, lesson, said

app = App(__name__, static_folder=None)


def count():
    number += 1  # noqa: F821, F841


def greet(name):
    return name


def returned_none():
    app = App(__name__, static_folder=None)
    app.testing = True
    app.add_url_rule("/", "none", lambda: None)
    app.test_client().get("/")


def field():
    app = App(__name__, static_folder=None)
    with app.test_request_context("/"):
        return request.args["name"]


def in_session():
    app = App(__name__, static_folder=None)
    with app.test_request_context("/"):
        session["a"] = 1


def json_of(value):
    with app.app_context():
        return jsonify(value)


ERRORS = {
    "no page": (lambda: abort(404), "lab01_static_routes"),
    "a wrong method": (lambda: abort(405), "lab02_methods"),
    "no template": (
        lambda: jinja2.DictLoader({}).get_source(jinja2.Environment(autoescape=True), "a"),
        "lab09_templates",
    ),
    "a template with an error": (
        lambda: jinja2.Environment(autoescape=True).from_string("{% if %}"),
        "lab09_templates",
    ),
    "a field that is missing": (field, "lab11_query_arguments"),
    "a body that is too long": (lambda: abort(413), "lab12_uploads"),
    "a body of another type": (lambda: abort(415), "lab08_json_in"),
    "not JSON": (lambda: json.loads("{"), "lab08_json_in"),
    "bytes that are not UTF-8": (lambda: b"\xff".decode(), "lab03_url_variables"),
    "a text that is not latin-1": (lambda: "종".encode("latin-1"), "lab03_url_variables"),
    "a division by zero": (lambda: 1 // 0, "lab10_calculator"),
    "a global that is only read": (count, "lab19_threads_and_processes"),
    "a value that JSON does not have": (lambda: json_of(object()), "lab07_json_out"),
    "a set for json.dumps": (lambda: json.dumps({1}), "lab07_json_out"),
    "a parameter that is missing": (lambda: greet(), "lab03_url_variables"),  # type: ignore[call-arg]
    "a parameter that is not there": (lambda: greet(nam=1), "lab03_url_variables"),  # type: ignore[call-arg]
    "a view that returned None": (returned_none, "lab01_static_routes"),
    "a header with a line break": (lambda: Response(headers={"A": "b\nc"}).headers.add("A", "b\nc"), "lab05_headers"),
    "a status that is none": (lambda: Response(status=99), "lab04_status"),
    "a redirect that is none": (lambda: redirect("/", 200), "lab04_status"),
    "not a number": (lambda: int("x"), "lab10_calculator"),
    "not a decimal number": (lambda: float("x"), "lab10_calculator"),
    "no length": (lambda: {}["CONTENT_LENGTH"], "lab00b_hello_json"),
    "a header that was not sent": (lambda: {}["HTTP_COOKIE"], "lab06_request_object"),
    "a session without a key": (in_session, "lab11_query_arguments"),
    "no request": (lambda: request.args, "lab06_request_object"),
    "no application": (lambda: url_for("x"), "lab06_request_object"),
    "a model that is not there": (lambda: Path("/none/model.pkl").read_bytes(), "lab15_model_serving"),
    "a model that is broken": (lambda: pickle.loads(b"model"), ""),
    "no folder for a log": (lambda: Path("/none/app.log").read_text(), "lab14_logging"),
    "no database": (lambda: sqlite3.connect("/none/a/b"), "lab20_state_outside"),
    "JSON that is a list": (lambda: json.loads("[]").get("a"), "lab08_json_in"),
    "a list that is too short": (lambda: [][0], "lab13_errors_and_hooks"),
    "a key that is not there": (lambda: {}["a"], "lab13_errors_and_hooks"),
    "an attribute that is not there": (lambda: count.none, "lab13_errors_and_hooks"),  # type: ignore[attr-defined]
    "another error": (lambda: Path("/none").read_bytes(), ""),
}


@pytest.mark.parametrize("what", ERRORS)
def test_an_error_has_its_lab(what):
    make, lab = ERRORS[what]
    with pytest.raises(Exception) as raised:
        make()
    assert lesson(raised.value) == lab, said(raised.value)


def test_a_url_that_cannot_be_built():
    with app.app_context(), pytest.raises(LookupError) as raised:
        app.url_map.build("none")
    assert lesson(raised.value) == "lab16_mounting"


def test_a_variable_that_a_template_does_not_have():
    with app.app_context(), pytest.raises(jinja2.UndefinedError) as raised:
        render_template_string("{{ a.b }}")
    assert lesson(raised.value) == "lab09_templates"


@pytest.mark.parametrize("lab", sorted({row[2] for row in LESSONS}))
def test_each_lab_is_there(lab):
    assert (ROOT / "examples" / lab / "README.md").exists()
