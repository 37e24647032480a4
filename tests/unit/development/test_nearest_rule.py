"""The nearest rule, and its difference from the path."""

import pytest

from wsgi_apps import Router
from wsgi_apps.development.nearest_rule import difference, nearest
from wsgi_apps.exceptions import NotFound

RULES = ["/", "/hello/<name>", "/item/<int:id>", "/item/<int:id>/edit", "/files/<path:name>", "/a-<b>", "/branch/"]
PATHS = [
    ("/helo/kim", "/hello/<name>", "static", {"want": "'hello'", "have": "'helo'"}),
    ("/item/x", "/item/<int:id>", "variable", {"have": "'x'"}),
    ("/item/1/edi", "/item/<int:id>/edit", "static", {"want": "'edit'", "have": "'edi'"}),
    ("/item/1/edit/2", "/item/<int:id>/edit", "shorter", {"have": "/2"}),
    ("/file/a/b", "/files/<path:name>", "static", {"want": "'files'", "have": "'file'"}),
    ("/hello/kim/", "/hello/<name>", "slash", {}),
    ("/branc/", "/branch/", "static", {"want": "'branch'", "have": "'branc'"}),
    ("/item", "/item/<int:id>", "longer", {"want": "/<id>"}),
    ("/zzz/yyy/xxx", None, "", {}),
    ("", "/", "refused", {}),
]


@pytest.fixture(scope="module")
def rules():
    router = Router()
    for rule in RULES:
        router.add(rule, NotFound())
    return router.rules


@pytest.mark.parametrize(("path", "rule", "key", "values"), PATHS, ids=[row[0] for row in PATHS])
def test_the_nearest_rule(rules, path, rule, key, values):
    found = nearest(rules, path)
    assert (found and str(found)) == rule
    assert found is None or difference(found, path) == (key, values)


def test_a_rule_that_goes_on_with_a_fixed_part(rules):
    (edit,) = [rule for rule in rules if str(rule).endswith("/edit")]
    assert difference(edit, "/item/1") == ("longer", {"want": "/edit"})


def test_without_rules_there_is_none():
    assert nearest([], "/") is None


def test_a_long_path_takes_no_long_time(rules):
    assert nearest(rules, "/hello" + "x" * 100_000 + "/b") is None
    assert nearest(rules, "/x" * 50_000) is None
