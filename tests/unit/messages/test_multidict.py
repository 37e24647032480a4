"""Several values of one name."""

import copy
import json
import pickle

import pytest

from wsgi_apps.exceptions import BadRequestKeyError
from wsgi_apps.messages.multidict import MultiDict


@pytest.fixture
def fields():
    return MultiDict.from_pairs([("a", "1"), ("b", "x"), ("a", "2")])


def test_the_first_value_counts(fields):
    assert (fields["a"], fields.get("a"), list(fields.values()), list(fields.items())) == (
        "1",
        "1",
        ["1", "x"],
        [("a", "1"), ("b", "x")],
    )


def test_all_values(fields):
    assert (fields.getlist("a"), fields.getlist("c")) == (["1", "2"], [])
    assert list(fields.items(multi=True)) == [("a", "1"), ("a", "2"), ("b", "x")]
    assert list(fields.lists()) == [("a", ["1", "2"]), ("b", ["x"])]


def test_types(fields):
    assert (fields.get("a", type=int), fields.get("b", 7, int), fields.get("c", 7, int)) == (1, 7, 7)
    assert (fields.getlist("a", int), fields.getlist("b", int)) == ([1, 2], [])
    assert MultiDict({"a": ["1", "x", "2"]}).getlist("a", int) == [1, 2]


def test_a_missing_name_is_the_clients_mistake(fields):
    with pytest.raises(BadRequestKeyError, match="The field 'c' is missing"):
        fields["c"]


def test_dicts_that_may_be_changed(fields):
    assert fields.to_dict() == fields.copy() == dict(fields) == {"a": "1", "b": "x"}
    assert fields.to_dict(flat=False) == {"a": ["1", "2"], "b": ["x"]}


def test_as_json_and_as_text(fields):
    assert json.loads(json.dumps(fields.to_dict())) == {"a": "1", "b": "x"}
    assert repr(fields) == "MultiDict([('a', '1'), ('a', '2'), ('b', 'x')])"


def test_copies_and_pickles_are_whole(fields):
    for other in (copy.copy(fields), copy.deepcopy(fields), pickle.loads(pickle.dumps(fields))):
        assert (type(other), other.getlist("a"), other == fields) == (MultiDict, ["1", "2"], True)
    assert copy.copy(fields).getlist("a") is not fields.getlist("a")


CHANGES = [lambda it: it.__setitem__("a", 1), lambda it: it.pop("a"), lambda it: it.clear(), lambda it: it.update(a=1)]


@pytest.mark.parametrize("change", CHANGES)
def test_it_is_not_changed(fields, change):
    with pytest.raises(
        TypeError, match=r"^the fields of a request cannot be changed: take a copy with to_dict\(\) and change that$"
    ):
        change(fields)
