"""JSON going out."""

import json
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from uuid import UUID

import pytest
from markupsafe import Markup

from tests.support.strict import call
from wsgi_apps import App
from wsgi_apps.extensions.json_provider import JSONProvider
from wsgi_apps.speed import json_encoder


@dataclass
class Point:
    x: int
    inner: object = None


class Html:
    def __html__(self):
        return "<b>"


VALUES = [
    ("a date", date(2026, 11, 20), "Fri, 20 Nov 2026 00:00:00 GMT"),
    ("a moment", datetime(2026, 11, 20, 12, tzinfo=UTC), "Fri, 20 Nov 2026 12:00:00 GMT"),
    ("a Decimal", Decimal("1.10"), "1.10"),
    ("a UUID", UUID(int=7), "00000000-0000-0000-0000-000000000007"),
    ("a dataclass", Point(1, Point(2)), {"x": 1, "inner": {"x": 2, "inner": None}}),
    ("markup", Markup("<b>"), "<b>"),
    ("what is HTML", Html(), "<b>"),
]


@pytest.fixture(params=["with the encoder in C", "without"])
def app(request, monkeypatch):
    if request.param == "without":
        monkeypatch.setattr(json_encoder, "c_make_encoder", None)
        json_encoder.kept_encoder.cache_clear()
    yield App(__name__)
    json_encoder.kept_encoder.cache_clear()


@pytest.mark.parametrize(("value", "expected"), [row[1:] for row in VALUES], ids=[row[0] for row in VALUES])
def test_what_json_has_no_type_for(app, value, expected):
    assert json.loads(app.json.text({"it": value})) == json.loads(app.json.dumps({"it": value})) == {"it": expected}


@pytest.mark.parametrize("value", [object(), Point, {1}])
def test_what_nothing_stands_for(app, value):
    with pytest.raises(TypeError, match="is not a JSON value"):
        app.json.text(value)


def test_a_circle_is_refused(app):
    circle = []
    circle.append(circle)
    with pytest.raises((RecursionError, ValueError)):
        app.json.text(circle)


def test_settings(app):
    value = {"b": "글", "a": [1]}
    assert app.json.text(value) == '{"a":[1],"b":"\\uae00"}'
    app.json.sort_keys = app.json.ensure_ascii = False
    assert app.json.text(value) == '{"b":"글","a":[1]}'
    app.json.compact = False
    assert app.json.text([1]) == "[\n  1\n]"
    app.json.compact = None
    app.debug = True
    assert app.json.text([1]) == "[\n  1\n]"


def test_dumps_and_loads(app):
    assert app.json.dumps({"b": 1, "a": "글"}) == '{"a": "\\uae00", "b": 1}'
    assert app.json.dumps([1], indent=1, ensure_ascii=False) == "[\n 1\n]"
    assert app.json.loads("[1]") == [1]


def test_values_or_names(app):
    assert app.json.response(1, 2).json == [1, 2]
    assert app.json.response(a=1).mimetype == "application/json"
    with pytest.raises(TypeError, match="values or named items, not both"):
        app.json.response(1, a=1)


def test_dumps_of_a_class_of_ones_own_is_used():
    class Mine(JSONProvider):
        def dumps(self, value, **options):
            return '"mine"'

    class Program(App):
        json_provider_class = Mine

    app = Program(__name__)
    app.route("/")(lambda: {"a": 1})
    assert call(app).text == '"mine"\n'
