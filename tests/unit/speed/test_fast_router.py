"""The table and the walk find what the search finds first."""

import pytest
from hypothesis import given, settings, strategies as st

from tests.support.tables import random_request, random_table
from wsgi_apps.routing.converters import DEFAULT_CONVERTERS
from wsgi_apps.routing.rule_syntax import tokens
from wsgi_apps.routing.rules import Rule
from wsgi_apps.routing.segments import SegmentPattern
from wsgi_apps.speed.fast_router import NOWHERE, FastRouter, FastTree, accepts_of


def tree_of(*rules):
    tree = FastTree()
    for rule in rules:
        tree.add(Rule(rule) if isinstance(rule, str) else rule)
    return tree


def accepts(rule):
    return accepts_of(SegmentPattern(list(tokens(rule, DEFAULT_CONVERTERS, None))))


@settings(max_examples=60, deadline=None)
@given(st.randoms(use_true_random=False))
def test_the_short_cut_finds_what_the_search_finds_first(random):
    table = random_table(random)
    tree = table.ours._tree
    for _ in range(20):
        path, method = random_request(random, table)
        path = "/" + path.lstrip("/")
        first = tree.first(path, method)
        if first is NOWHERE:
            assert not list(tree.candidates(path))
        elif first is not None:
            rules = [(rule, list(texts)) for rule, texts, slash in tree.candidates(path) if not slash]
            assert (first[0].rule, first[1]) == next((rule, texts) for rule, texts in rules if rule.allows(method))


@pytest.mark.parametrize(
    ("rules", "path", "expected"),
    [
        (["/a/<int:b>"], "/a/1", ["1"]),
        (["/a/<b>/c"], "/a/1/c", ["1"]),
        (["/a/<b>/c"], "/a/1/d", NOWHERE),
        (["/a/<b>/c", "/a/x"], "/a/x/d", None),
        (["/a/<b>/c", "/a/<int:n>/e"], "/a/1/d", None),
        (["/a"], "/b", NOWHERE),
        (["/<path:p>"], "/b", None),
        (["/a"], "/a/", None),
        ([Rule("/a/<b>", ["POST"])], "/a/1", None),
        (["/"], "", None),
        (["/"], "/", []),
    ],
)
def test_the_short_cut(rules, path, expected):
    first = tree_of(*rules).first(path, "GET")
    assert (first if first in (None, NOWHERE) else first[1]) == expected


@pytest.mark.parametrize(
    ("rule", "texts"),
    [
        ("<x>", {"a": True, "": False}),
        ("<string:x>", {"한": True, "": False}),
        ("<string(minlength=2):x>", {"ab": True, "a": False}),
        ("<int:x>", {"12": True, "12a": False, "": False}),
        ("<int(signed=True):x>", {"-12": True, "--12": False}),
    ],
)
def test_a_part_of_one_variable_tells_whether_it_accepts_a_segment(rule, texts):
    assert {text: bool(accepts(rule)(text)) for text in texts} == texts


@pytest.mark.parametrize("rule", ["<x>a", "<x><y>", "<path:x>"])
def test_a_part_of_more_takes_more_to_tell(rule):
    assert accepts(rule) is None


def test_the_simplest_variables_need_no_regex():
    assert [accepts(rule) for rule in ("<x>", "<int:x>")] == [bool, str.isdecimal]


def told(environ, start_response):
    """Stand behind a rule."""


def router_of(*rules):
    router = FastRouter()
    for rule in rules:
        router.add(rule, told, ["GET"])
    return router


def test_a_static_path_is_found_without_a_search(monkeypatch):
    router = router_of("/hello", "/<x>")
    router.add("/every", told)
    monkeypatch.setattr(router, "_tree", None)
    assert router.match("/hello", "GET")[0] is router.rules[0]
    assert router.match("/every", "PATCH")[0] is router.rules[2]


@pytest.mark.parametrize("rules", [1, 1000])
def test_a_variable_costs_the_same_among_any_number_of_rules(rules, monkeypatch):
    router = router_of(*[f"/r{number}/<a>/<b>" for number in range(rules)])
    monkeypatch.setattr(FastTree, "candidates", None)
    assert router.match("/r0/x/y", "GET") == (router.rules[0], {"a": "x", "b": "y"})
