"""The order of the candidates, and that no search goes anywhere twice."""

import pytest

from wsgi_apps.routing.rules import Rule
from wsgi_apps.routing.tree import Tree


def tree_of(*rules):
    tree = Tree()
    for rule in rules:
        tree.add(Rule(rule) if isinstance(rule, str) else rule)
    return tree


def found(tree, path):
    return [(rule.rule, *texts, slash) for rule, texts, slash in tree.candidates(path)]


@pytest.mark.parametrize(
    ("rules", "path", "expected"),
    [
        pytest.param(["/<a>", "/x"], "/x", [("/x", ""), ("/<a>", "x", "")], id="static first"),
        pytest.param(["/<a>", "/<int:b>"], "/1", [("/<int:b>", "1", ""), ("/<a>", "1", "")], id="then the lighter one"),
        pytest.param(
            ["/<a>", "/<a>.<b>"], "/x.y", [("/<a>.<b>", "x", "y", ""), ("/<a>", "x.y", "")], id="more text first"
        ),
        pytest.param(["/x<a>", "/xy<a>"], "/xyz", [("/xy<a>", "z", ""), ("/x<a>", "yz", "")], id="longer text first"),
        pytest.param(
            ["/<a>", "/<a><b>"], "/xy", [("/<a><b>", "x", "y", ""), ("/<a>", "xy", "")], id="more variables first"
        ),
        pytest.param(
            ["/<any(x):a>", "/<b>"], "/x", [("/<any(x):a>", "x", ""), ("/<b>", "x", "")], id="else as registered"
        ),
        pytest.param(
            ["/<b>", "/<any(x):a>"], "/x", [("/<b>", "x", ""), ("/<any(x):a>", "x", "")], id="in either order"
        ),
        pytest.param(
            ["/<int:n>/<y>", "/<path:p>/<x>"],
            "/1/2",
            [("/<path:p>/<x>", "1", "2", ""), ("/<int:n>/<y>", "1", "2", "")],
            id="a path and a variable before a number and a variable",
        ),
        pytest.param(["/a/x", "/<a>/y"], "/a/y", [("/<a>/y", "a", "")], id="it turns back"),
        pytest.param(["/a/", "/<x>"], "/a", [("/a/", "missing"), ("/<x>", "a", "")], id="a missing slash"),
        pytest.param(["/a", "/<x>/"], "/a/", [("/a", "extra"), ("/<x>/", "a", "")], id="an extra slash"),
        pytest.param(["/a"], "/a//", [], id="one slash only"),
        pytest.param(["/a"], "/a/b", [], id="nothing below"),
        pytest.param(["/<path:p>/"], "/x/y", [("/<path:p>/", "x/y", "missing")], id="a missing slash after a path"),
        pytest.param(["/<path:p>/"], "/x/y/", [("/<path:p>/", "x/y", "")], id="a slash after a path"),
        pytest.param(["/<path:p>/"], "/x/y//", [], id="not two"),
        pytest.param(["/<path:p>"], "/x/y/", [("/<path:p>", "x/y/", "")], id="a path takes the slash at the end"),
        pytest.param(["/<path:p>/"], "/", [], id="a path is not empty"),
        pytest.param(["/"], "", [("/", "missing")], id="the empty path"),
        pytest.param(["/"], "/", [("/", "")], id="the root"),
    ],
)
def test_candidates(rules, path, expected):
    assert found(tree_of(*rules), path) == expected


def test_an_extra_slash_is_looked_at_after_the_ways_on_from_the_same_place():
    assert found(tree_of("/a", "/a/<any(x):y>", "/a/"), "/a/") == [("/a/", ""), ("/a", "extra")]


def test_a_rule_that_is_there_is_refused_in_a_sentence():
    with pytest.raises(
        ValueError, match="the rule '/x' exists already: write another path, or methods that it does not"
    ):
        tree_of(Rule("/x", ["GET", "POST"]), Rule("/x", ["GET"]))


def test_the_same_path_written_otherwise_is_not_the_same_rule():
    assert len(list(tree_of("/<a>", "/<b>").candidates("/x"))) == 2


def test_parts_with_the_same_regex_share_a_node():
    node = Tree()
    first, second = Rule("/<a>").segments[0], Rule("/<b>").segments[0]
    assert node.below(first) is node.below(second)
    assert node.below(first) is not node.below(Rule("/<int:a>").segments[0])
    assert node.below(Rule("/a").segments[0]) is node.below(Rule("/a").segments[0])


@pytest.mark.parametrize("rules", [10, 1000])
def test_no_search_sees_the_rules_that_begin_otherwise(rules, monkeypatch):
    tree = tree_of(*[f"/r{number}/<a>/<b>" for number in range(rules)], "/x/<a>/<b>")
    seen = []
    search = Tree.search
    monkeypatch.setattr(Tree, "search", lambda node, *rest: seen.append(node) or search(node, *rest))
    assert len(list(tree.candidates("/x/1/2"))) == 1
    assert len(seen) == 4


def test_no_search_comes_to_a_node_twice(monkeypatch):
    tree = tree_of(*[f"/{a}/{b}/{c}" for a in ("a", "<x>") for b in ("a", "<y>") for c in ("a", "<z>")])
    seen = []
    search = Tree.search
    monkeypatch.setattr(Tree, "search", lambda node, *rest: seen.append(node) or search(node, *rest))
    assert len(list(tree.candidates("/a/a/a"))) == 8
    assert len(seen) == len({id(node) for node in seen}) == 15
