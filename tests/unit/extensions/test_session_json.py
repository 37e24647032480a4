"""JSON of sessions, held against Flask's."""

from datetime import UTC, date, datetime
from decimal import Decimal
from uuid import UUID

import pytest
from flask.json.tag import TaggedJSONSerializer
from markupsafe import Markup

from wsgi_apps.extensions.session_json import TaggedJSON

VALUES = [
    ("what JSON has", {"a": [1, 2.5, None, True, "글"]}),
    ("a tuple", {"a": (1, (2,))}),
    ("bytes", {"a": b"\xff"}),
    ("markup", {"a": Markup("<b>")}),
    ("a uuid", {"a": UUID(int=7)}),
    ("a moment", {"a": datetime(2026, 11, 20, 12, tzinfo=UTC)}),
    ("what looks like a tag", {"a": {" t": [1]}}),
    ("what looks like that again", {"a": {" t__": [1]}}),
    ("what only begins like a tag", {"a": {" tt": [1]}}),
    ("a tag among others", {"a": {" t": [1], "b": 2}}),
    ("a name that is a number", {"1": 2}),
    ("a dict in a list", [{"a": (1,)}]),
]


@pytest.mark.parametrize("value", [row[1] for row in VALUES], ids=[row[0] for row in VALUES])
def test_comes_back_here_and_in_flask(value):
    ours, flasks = TaggedJSON.dumps(value), TaggedJSONSerializer().dumps(value)
    assert ours == flasks
    assert TaggedJSON.loads(ours) == TaggedJSON.loads(flasks) == value
    assert TaggedJSONSerializer().loads(ours) == value


def test_a_kind_of_text_stays_what_it_is():
    assert type(TaggedJSON.loads(TaggedJSON.dumps({"a": Markup("<b>")}))["a"]) is Markup


def test_an_object_that_writes_markup_is_markup():
    class Page:
        def __html__(self):
            return "<p>"

    assert TaggedJSON.loads(TaggedJSON.dumps([Page()])) == [Markup("<p>")]


KINDS = [
    ("a number with a point", Decimal("1.5"), "1.5"),
    ("a day", date(2026, 11, 20), "Fri, 20 Nov 2026 00:00:00 GMT"),
]


@pytest.mark.parametrize(("value", "text"), [row[1:] for row in KINDS], ids=[row[0] for row in KINDS])
def test_what_json_of_the_application_writes_as_text_is_text(value, text):
    assert TaggedJSON.loads(TaggedJSON.dumps([value])) == [text]


def test_what_has_no_json_is_refused():
    with pytest.raises(TypeError, match="is not a JSON value"):
        TaggedJSON.dumps([object()])
