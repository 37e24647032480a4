"""Building a path from an endpoint and values."""

import pytest

from wsgi_apps.routing.converters import BaseConverter, ValidationError
from wsgi_apps.routing.router import Router
from wsgi_apps.routing.rules import Rule
from wsgi_apps.routing.url_building import BuildError, Endpoints, first_path, path_and_query


def endpoints_of(*rules):
    endpoints = Endpoints()
    for rule in rules:
        endpoints.add(rule)
    return endpoints


class Even(BaseConverter):
    def to_url(self, value):
        if value % 2:
            raise ValidationError
        return str(value)


ENDPOINTS = endpoints_of(
    Rule("/", ["GET"], endpoint="page"),
    Rule("/<int:n>", ["GET"], endpoint="page"),
    Rule("/post/<int:n>", ["POST"], endpoint="page"),
    Rule("/first", ["GET"], endpoint="page", defaults={"n": 1}),
    Rule("/hello/<name>", ["GET"], endpoint="hello"),
    Rule("/even/<even:n>", ["GET"], endpoint="number", settings=Router(converters={"even": Even})),
    Rule("/odd/<n>", ["GET"], endpoint="number", settings=Router(converters={"default": BaseConverter})),
)


@pytest.mark.parametrize(
    ("endpoint", "values", "method", "default_method", "expected"),
    [
        pytest.param("page", {}, None, "GET", "/first", id="a rule with a default before one without arguments"),
        pytest.param("page", {"n": 1}, None, "GET", "/first", id="a default before a variable"),
        pytest.param("page", {"n": 2}, None, "GET", "/2", id="most arguments first"),
        pytest.param("page", {"n": 2}, "POST", "GET", "/post/2", id="of the method"),
        pytest.param("page", {"n": 2}, None, "POST", "/post/2", id="of the method of the request"),
        pytest.param("page", {"n": 2}, None, "PUT", "/2", id="or else of any method"),
        pytest.param("page", {"q": None}, None, "GET", "/first", id="None is left out"),
        pytest.param("hello", {"name": "한"}, None, "GET", "/hello/%ED%95%9C", id="percent-encoded"),
        pytest.param("number", {"n": 2}, None, "GET", "/even/2", id="the converter takes it"),
        pytest.param("number", {"n": 3}, None, "GET", "/odd/3", id="the next rule, if the converter refuses"),
    ],
)
def test_build(endpoint, values, method, default_method, expected):
    assert ENDPOINTS.build(endpoint, values, method, default_method) == expected


@pytest.mark.parametrize(
    ("endpoints", "request_", "message"),
    [
        (ENDPOINTS, ("helo", {}, None), "there is no endpoint 'helo': did you mean 'hello'?"),
        (ENDPOINTS, (7, {}, None), "there is no endpoint 7: did you mean 'page'?"),
        (Endpoints(), ("hello", {}, None), "there is no endpoint 'hello': add a rule for it"),
        (
            ENDPOINTS,
            ("hello", {"nmae": 1, "a": 2}, None),
            "url_for('hello') needs name: its rule is /hello/<name>",
        ),
        (
            endpoints_of(Rule("/", ["POST"], endpoint="x"), Rule("/<a>/<b>", ["POST"], endpoint="x")),
            ("x", {"a": None}, "GET"),
            "url_for('x', _method='GET') needs a, b: its rule is /<a>/<b>; or other values or another method: its rule is /",
        ),
    ],
)
def test_what_cannot_be_built_is_said_with_what_comes_near(endpoints, request_, message):
    endpoint, values, method = request_
    with pytest.raises(BuildError) as error:
        endpoints.build(endpoint, values, method, "GET")
    assert str(error.value) == message


def test_the_value_that_a_converter_refuses_is_the_callers_mistake():
    with pytest.raises(ValueError, match="invalid literal for int"):
        ENDPOINTS.build("page", {"n": "x"}, None, "GET")


@pytest.mark.parametrize(
    ("values", "method", "expected"),
    [
        ({"n": 1}, "GET", "/first"),
        ({"n": 2}, "GET", None),
        ({"n": 1}, "POST", None),
        ({"n": 1}, None, "/first"),
    ],
)
def test_the_first_path_is_that_of_a_rule_that_takes_the_method_and_fits(values, method, expected):
    assert first_path([Rule("/first", ["GET"], defaults={"n": 1})], values, method) == expected


def test_a_rule_that_cannot_hold_a_value_is_passed_over():
    rules = [Rule("/<int:a>", defaults={"b": "x"}), Rule("/any/<a>", defaults={"b": "x"})]
    assert first_path(rules, {"a": "y", "b": "x"}, "GET", ValueError) == "/any/y"
    with pytest.raises(ValueError, match="invalid literal for int"):
        first_path(rules, {"a": "y", "b": "x"}, "GET", ValidationError)


def test_no_rules_make_no_path():
    assert first_path([], {}, "GET") is None


@pytest.mark.parametrize("places", [(0, 1, 2, 3, 4), (4, 3, 2, 1, 0), (1, 0, 3, 2, 4)])
def test_canonical_rules_are_those_that_come_first(places):
    rules = [
        Rule("/<int:n>/<int:m>", endpoint="x"),
        Rule("/first/<int:n>", endpoint="x", defaults={"m": 1}),
        Rule("/one/<int:n>", endpoint="x", defaults={"m": 1}),
        Rule("/start", endpoint="x", defaults={"n": 1, "m": 1}),
        Rule("/y/<int:n>/<int:m>", endpoint="y"),
    ]
    endpoints_of(*(rules[place] for place in places))
    page, first, one, start, other = rules
    early, late = (first, one) if places.index(1) < places.index(2) else (one, first)
    assert page.canonical == [start, early, late]
    assert (early.canonical, late.canonical, start.canonical, other.canonical) == ([start], [start, early], [], [])


def test_a_thousand_rules_of_one_endpoint_are_compared_with_those_that_have_defaults_only(monkeypatch):
    compared = []
    monkeypatch.setattr(Rule, "stands_for", lambda rule, other: compared.append(rule))
    endpoints_of(
        *(Rule(f"/{number}/<n>", endpoint="x") for number in range(1000)), Rule("/", endpoint="x", defaults={"n": 1})
    )
    assert len(compared) == 1000


@pytest.mark.parametrize(
    ("rule", "values", "expected"),
    [
        pytest.param("/a", {"q": "x y", "r": 1}, "/a?q=x+y&r=1", id="the rest is the query"),
        pytest.param("/a", {"q": ["x", None, "y"], "r": ("z",)}, "/a?q=x&q=y&r=z", id="lists are repeated"),
        pytest.param("/a", {"q": {"x"}}, "/a?q=x", id="a set is a list"),
        pytest.param("/a", {"q": []}, "/a", id="an empty list is nothing"),
        pytest.param("/a", {"q": "한&=+#/?"}, "/a?q=%ED%95%9C%26%3D%2B%23/?", id="the query is percent-encoded"),
    ],
)
def test_the_values_that_are_not_in_the_path_are_the_query(rule, values, expected):
    assert path_and_query(Rule(rule), values) == expected


def test_a_default_stays_out_of_the_query():
    assert path_and_query(Rule("/<int:a>", defaults={"a": 1, "b": 2}), {"b": 2}) == "/1"
