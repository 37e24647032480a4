"""Each callable of the server table gets the rule that it breaks, at its own lines; the right ones get nothing more."""

import inspect

import pytest

from examples.server_table import callables
from tests.unit.tools.check.checked import findings
from wsgi_apps.tools.check.asked import Asked

FILE = callables.__file__
HEAD = {"W406"}  # most of them send a body to HEAD, which is a habit of its own
#: callable -> the rules that it breaks, beside HEAD
BROKEN = {
    "string_body": {"W402"},
    "bare_bytes": {"W403"},
    "returns_none": {"W401"},
    "no_start_response": {"W102"},
    "twice": {"W103"},
    "late": {"W104"},
    "status_without_reason": {"W202"},
    "integer_status": {"W201"},
    "integer_header": {"W303"},
    "korean_header": {"W306"},
    "header_with_a_line_break": {"W305"},
    "hop_by_hop": {"W307"},
    "length_too_short": {"W404"},
    "length_too_long": {"W405"},
    "body_of_head": {"W406"},
    "body_of_204": {"W407"},
    "raises": {"W701"},
    "raises_after_start_response": {"W702"},
    "raises_before_the_first_chunk": {"W702"},
    "raises_after_the_first_chunk": {"W702"},
    "exc_info": {"W703"},
    "exc_info_too_late": {"W703"},
    "bare_read": {"W501", "W508"},
    "read_too_much": {"W502", "W508"},
}
#: what the others do that a rule speaks of
HABITS = {
    "writes": {"W410"},
    "closing_and_raising": {"W702"},
    "read_by_length": {"W504", "W505", "W507", "W508"},
    "read_the_line": {"W503", "W508"},
    "keeps_environ": {"W607"},
}
ASKED = {"keeps_environ": (Asked(query="first"),)}


def found(name):
    """Return the rules of a callable, and the lines; what is seen in the source of the whole file is left out."""
    return [
        (one.rule, one.place.line)
        for one in findings(callables.CALLABLES[name], FILE, *ASKED.get(name, ()))
        if not one.rule.startswith("S") and one.rule not in HEAD - BROKEN.get(name, set())
    ]


@pytest.mark.parametrize("name", BROKEN)
def test_faulty_callable_gets_its_rule_at_its_line(name):
    rows = found(name)
    assert {rule for rule, _ in rows} == BROKEN[name]
    function = callables.answer if name == "body_of_head" else callables.CALLABLES[name]
    lines, first = inspect.getsourcelines(function)
    assert all(first <= line < first + len(lines) for _, line in rows)


@pytest.mark.parametrize("name", sorted(set(callables.CALLABLES) - set(BROKEN)))
def test_other_callable_gets_what_its_habit_is(name):
    assert {rule for rule, _ in found(name)} == HABITS.get(name, set())


def test_all_faulty_ones_are_in_the_table():
    faulty = {function.__name__ for function in [*callables.MISTAKES, *callables.RAISING]}
    assert faulty | {"bare_read", "read_too_much"} == set(BROKEN)
    assert len(BROKEN) == 24
