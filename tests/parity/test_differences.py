"""Every intentional difference is true, is held by something, and stands in the docs."""

import pytest

from . import test_parity  # noqa: F401 (it registers the applications)
from .differences import CASES_OF_DIFFERENCES, DIFFERENCES, PAGE, page
from .frameworks import FLASK, OURS
from .left_out import LEFT_OUT, OBJECTS, names_of
from .suite import SUITE

PROBED = {name: difference for name, difference in DIFFERENCES.items() if difference.probe}
NAMED = {one.differs for conversation in SUITE for one in conversation.asks if one.differs}


@pytest.mark.parametrize("difference", PROBED.values(), ids=PROBED)
def test_the_two_frameworks_differ_as_the_page_says(difference):
    flask, ours = difference.values
    assert flask != ours
    assert difference.probe(FLASK) == flask
    assert difference.probe(OURS) == ours


@pytest.mark.parametrize("name", DIFFERENCES)
def test_every_difference_is_held_by_a_case_a_request_or_a_probe(name):
    assert name in NAMED or name in PROBED or name in CASES_OF_DIFFERENCES.values()


def test_every_name_of_a_difference_is_known():
    assert DIFFERENCES.keys() >= NAMED


def test_no_case_stands_under_two_differences():
    listed = [case for difference in DIFFERENCES.values() for case in difference.cases]
    assert len(listed) == len(set(listed))


@pytest.mark.parametrize("title", OBJECTS)
def test_the_names_that_are_missing_are_listed(title):
    read = OBJECTS[title]
    listed = LEFT_OUT.get(title, ("", ""))[1].split()
    assert sorted(names_of(read(FLASK)) - names_of(read(OURS))) == listed


def test_the_page_says_what_the_registry_says():
    assert PAGE.read_text(encoding="utf-8") == page() + "\n", "python -m tests.parity.differences writes the page"
