"""The page that is suggested first."""

import pytest
from flask import Flask

from wsgi_apps import App
from wsgi_apps.development.first_page import filled, first_page, rules_of

RULES = [
    ([("/a", ["GET"]), ("/", ["GET"])], "/"),
    ([("/a", ["POST"]), ("/b", ["GET"])], "/b"),
    ([("/hello/<name>", ["GET"])], "/hello/JongHyun"),
    ([("/<uuid:id>", ["GET"]), ("/<int(min=1):id>/<path:rest>", None)], "/1/a/b"),
    ([("/a", ["POST"])], ""),
    ([], ""),
]


@pytest.mark.parametrize(("rules", "page"), RULES)
def test_a_path_that_some_rule_answers(rules, page):
    assert first_page(rules) == page


def test_a_converter_of_the_program_is_not_guessed():
    assert filled("/<even:number>") == ""


@pytest.mark.parametrize("kind", [App, Flask])
def test_the_rules_of_an_application(kind):
    app = kind(__name__)
    app.add_url_rule("/x", "x", lambda: "x")
    assert [rule for rule, _ in rules_of(app)] == ["/x"]
    assert rules_of(print) == []
