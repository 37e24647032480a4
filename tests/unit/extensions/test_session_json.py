"""JSON of sessions, held against Flask's."""

from datetime import UTC, datetime
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
    ("a dict in a list", [{"a": (1,)}]),
]


@pytest.mark.parametrize("value", [row[1] for row in VALUES], ids=[row[0] for row in VALUES])
def test_comes_back_here_and_in_flask(value):
    ours, flasks = TaggedJSON.dumps(value), TaggedJSONSerializer().dumps(value)
    assert TaggedJSON.loads(ours) == TaggedJSON.loads(flasks) == value
    assert TaggedJSONSerializer().loads(ours) == value
