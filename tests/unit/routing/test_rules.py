"""What a rule holds, and which rules are refused."""

import re

import pytest

from wsgi_apps.exceptions import NotFound
from wsgi_apps.routing.converters import BaseConverter, ValidationError
from wsgi_apps.routing.router import Router
from wsgi_apps.routing.rules import Rule


@pytest.mark.parametrize(
    ("methods", "expected", "automatic_options", "automatic_head"),
    [
        pytest.param(None, None, False, False, id="every method, and none of them automatic"),
        pytest.param(["GET"], {"GET", "HEAD", "OPTIONS"}, True, True, id="GET brings HEAD, all bring OPTIONS"),
        pytest.param(["post"], {"POST", "OPTIONS"}, True, True, id="in any case, without HEAD"),
        pytest.param(("GET", "HEAD"), {"GET", "HEAD", "OPTIONS"}, True, False, id="HEAD of its own"),
        pytest.param({"OPTIONS", "GET"}, {"GET", "HEAD", "OPTIONS"}, False, True, id="OPTIONS of its own"),
        pytest.param([], {"OPTIONS"}, True, True, id="none but OPTIONS"),
        pytest.param(["M-SEARCH"], {"M-SEARCH", "OPTIONS"}, True, True, id="a method with a dash"),
    ],
)
def test_methods(methods, expected, automatic_options, automatic_head):
    rule = Rule("/", methods)
    assert (rule.methods, rule.automatic_options, rule.automatic_head) == (expected, automatic_options, automatic_head)


def test_a_rule_that_leaves_options_to_nobody():
    rule = Rule("/", ["GET"], provide_automatic_options=False)
    assert (rule.methods, rule.automatic_options) == ({"GET", "HEAD"}, False)


def test_what_a_rule_holds():
    rule = Rule("//a/<int:n>//<x>", ["GET"], endpoint="there", defaults={"q": 1}, application=print)
    assert (rule.rule, rule.path, rule.endpoint, rule.defaults) == (
        "//a/<int:n>//<x>",
        "/a/<int:n>/<x>",
        "there",
        {"q": 1},
    )
    assert (rule.names, rule.arguments, rule.strict_slashes, rule.application) == (
        ["n", "x"],
        {"n", "x", "q"},
        True,
        print,
    )
    assert str(rule) == "//a/<int:n>//<x>"
    assert repr(rule) == "<Rule '//a/<int:n>//<x>' ['GET', 'HEAD', 'OPTIONS'] -> there>"
    assert repr(Rule("/")) == "<Rule '/' any method -> None>"


@pytest.mark.parametrize(("given", "held"), [(None, True), (True, True), (False, False)])
def test_slashes_are_strict_unless_told_otherwise(given, held):
    assert Rule("/", strict_slashes=given).strict_slashes is held


def test_a_rule_without_an_application_has_one_that_finds_nothing():
    assert isinstance(Rule("/").application, NotFound)


def test_slashes_in_a_row_stay_where_they_are_not_merged():
    assert Rule("/a//b", settings=Router(merge_slashes=False)).path == "/a//b"


@pytest.mark.parametrize(
    ("rule", "message"),
    [
        ("", "the rule '' must start with one slash, as paths do: write '/'"),
        ("X/a", "the rule 'X/a' must start with one slash, as paths do: write '/X/a'"),
        ("a", "the rule 'a' must start with one slash, as paths do: write '/a'"),
        ("/<a", "the rule '/<a' cannot be read: '<a' is not a variable; write <name> or <converter(arguments):name>"),
        ("//<>", "the rule '//<>' cannot be read: '<>' is not a variable"),
        ("/x<1a>", "the rule '/x<1a>' cannot be read: '<1a>' is not a variable"),
        ("/<이름>", "the rule '/<이름>' cannot be read: '<이름>' is not a variable"),
        ("/<int (min=1):a>", "'<int (min=1):a>' is not a variable"),
        ("/<a>/<int:a>", "the rule '/<a>/<int:a>' cannot be read: the variable 'a' appears twice; give each a name of its own"),
        ("/<number:a>", "there is no converter 'number'; write one of any, default, float, int, path, string, uuid"),
        ("/<int(a b):n>", "the rule '/<int(a b):n>' cannot be read: 'a b' is not an argument"),
        ("/<int(size=3):n>", "the rule '/<int(size=3):n>' cannot be read: "),
        ("/<int(min='a'):n>", "the rule \"/<int(min='a'):n>\" cannot be read: "),
        ("/<int(min=3, max=2):n>", "cannot be read: no number is at least 3 and at most 2"),
        ("/<string(length=x):n>", "the rule '/<string(length=x):n>' cannot be read: "),
        ("/<any():n>", "any() is not a list of words; put quotes around anything else: any(on, '2', 'a-b')"),
        ("/<any(1, 2):n>", "any(1, 2) is not a list of words"),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_refused_with_its_text(rule, message):
    with pytest.raises(ValueError, match=re.escape(message)):
        Rule(rule)


def test_a_converter_without_a_regex_is_refused_with_the_rule():
    class Broken(BaseConverter):
        regex = "("

    with pytest.raises(ValueError, match=r"the rule '/<broken:x>' cannot be read: missing \), unterminated"):
        Rule("/<broken:x>", settings=Router(converters={"broken": Broken}))


def test_two_slashes_in_front_are_refused_where_they_are_not_merged():
    with pytest.raises(ValueError, match="the rule '//a' must start with one slash, as paths do: write '/a'"):
        Rule("//a", settings=Router(merge_slashes=False))


@pytest.mark.parametrize(
    ("methods", "error", "message"),
    [
        ("GET", TypeError, "the methods of the rule '/x' are 'GET', not a list: write ['GET']"),
        (["GET POST"], ValueError, "the rule '/x' has the method 'GET POST': write a list of words, ['GET', 'POST']"),
        (["GET", ""], ValueError, "the rule '/x' has the method ''"),
        (["GET\r\nX: y"], ValueError, "the rule '/x' has the method 'GET\\r\\nX: Y'"),
    ],
)
def test_methods_that_are_none_are_refused(methods, error, message):
    with pytest.raises(error, match=re.escape(message)):
        Rule("/x", methods)


@pytest.mark.parametrize(("rule", "value"), [("/<int:a>", "x"), ("/<any(b, c):a>", "x"), ("/<int:a>", None)])
def test_a_default_that_its_variable_never_has_is_refused(rule, value):
    with pytest.raises(ValueError, match=re.escape(f"the default of 'a' in {rule!r} cannot be in its path")):
        Rule(rule, defaults={"a": value})


def test_values():
    rule = Rule("/<int:a>/<b>/<float:c>", defaults={"b": 5, "d": 6})
    assert rule.values(["1", "x", "2.5"]) == {"a": 1, "b": 5, "c": 2.5, "d": 6}
    with pytest.raises(ValidationError):
        Rule("/<int(max=2):a>").values(["3"])


def test_only_what_becomes_something_else_is_converted():
    rule = Rule("/<a>/<int:b>/<path:c>/<any(x):d>/<uuid:e>")
    assert [name for name, to_python in rule.conversions if to_python] == ["b", "e"]


def test_a_rule_without_methods_of_its_own_allows_all():
    assert Rule("/").allows("ANY")
    assert (Rule("/", ["GET"]).allows("HEAD"), Rule("/", ["GET"]).allows("POST")) == (True, False)


@pytest.mark.parametrize(
    ("methods", "others", "expected"),
    [
        (["GET"], [], False),
        (None, [], False),
        (["GET"], [["POST"]], False),
        (["GET"], [["GET"]], True),
        (["HEAD"], [["GET"]], True),
        (["GET", "POST"], [["GET"]], False),
        (["GET", "POST"], [["GET"], ["POST"]], True),
        (["GET"], [None], True),
        (None, [None], True),
        (None, [["GET"]], False),
    ],
)
def test_a_rule_is_shadowed_if_no_method_is_left_to_it(methods, others, expected):
    assert Rule("/", methods).shadowed_by([Rule("/", other) for other in others]) is expected


@pytest.mark.parametrize(
    ("rule", "defaults", "values", "expected"),
    [
        ("/<a>", None, {"a": 1}, True),
        ("/<a>", None, {"a": 1, "b": 2}, True),
        ("/<a>", None, {"b": 1}, False),
        ("/<a>", {"b": 1}, {"a": 1}, True),
        ("/<a>", {"b": 1}, {"a": 1, "b": 1}, True),
        ("/<a>", {"b": 1}, {"a": 1, "b": 2}, False),
    ],
)
def test_a_rule_fits_values(rule, defaults, values, expected):
    assert Rule(rule, defaults=defaults).fits(values) is expected


@pytest.mark.parametrize(
    ("rule", "values", "expected"),
    [
        pytest.param("/", {}, "/", id="nothing"),
        pytest.param("/a b/한", {}, "/a%20b/%ED%95%9C", id="static text is percent-encoded"),
        pytest.param("/<a>/<path:b>", {"a": "x/y", "b": "x/y"}, "/x/y/x/y", id="a slash stays a slash"),
        pytest.param("/<int(fixed_digits=3):n>-<float:f>", {"n": 7, "f": 2}, "/007-2.0", id="converters write values"),
        pytest.param("/<a>", {"a": "/evil.example"}, "/evil.example", id="never two slashes in front"),
        pytest.param("/<a>/", {"a": ""}, "/", id="not where a variable is empty"),
        pytest.param("/X", {}, "/X", id="nothing but slashes is taken off"),
    ],
)
def test_build(rule, values, expected):
    assert Rule(rule).build(values) == expected


def test_a_default_takes_the_place_of_its_variable_and_stays_out_of_the_query():
    assert Rule("/<int:a>", defaults={"a": 1, "b": 2}).build({"b": 2}) == "/1"


@pytest.mark.parametrize(
    ("rule", "defaults", "other", "expected"),
    [
        ("/first", {"n": 1}, "/page/<int:n>", True),
        ("/first", {"m": 1}, "/page/<int:n>", False),
        ("/page/<n>", {"n": 1}, "/page/<int:n>", False),
    ],
)
def test_a_rule_stands_for_another(rule, defaults, other, expected):
    assert Rule(rule, defaults=defaults).stands_for(Rule(other)) is expected
