"""JSON that is returned as text: it is labelled text/html, with ours and with Flask, and a dict is not."""

import pytest

from tests.support.servers import ROOT
from wsgi_apps.tools.course.asking import over_http
from wsgi_apps.tools.course.manifest import labs
from wsgi_apps.tools.course.servers import served as serving

(LAB,) = [lab for lab in labs() if lab.name == "lab02_methods"]
PREDICTION = next(one for one in LAB.requests if (one.method, one.path) == ("POST", "/predict"))
LABELS = {"trap_json_text": "text/html; charset=utf-8", "cured_json_text": "application/json"}


@pytest.mark.parametrize("name", LABELS)
def test_on_uwsgi_the_label_tells_text_from_json(name):
    with serving("uwsgi", f"examples.lab02_methods.{name}:app") as url:
        answer = over_http(url, PREDICTION)
    assert answer.header("Content-Type") == LABELS[name]
    assert "<b>world</b>" in answer.text


@pytest.mark.parametrize("name", LABELS)
@pytest.mark.parametrize("line", ["from wsgi_apps import Flask", "from flask import Flask"], ids=str.split)
def test_flask_labels_as_ours_does(name, line):
    source = (ROOT / "examples" / "lab02_methods" / f"{name}.py").read_text(encoding="utf-8")
    module = {"__name__": "the_lab"}
    exec(source.replace("from wsgi_apps import Flask", line), module)
    answer = module["app"].test_client().post("/predict")
    assert answer.headers["Content-Type"] == LABELS[name]
    assert answer.is_json is (name == "cured_json_text")
