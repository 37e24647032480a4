"""Random requests over random rule tables are answered as Werkzeug answers them."""

from random import Random
from urllib.parse import unquote

from hypothesis import HealthCheck, given, settings, strategies as st

from tests.parity.fuzz import fuzz
from tests.support.tables import (
    OURS,
    ask_ours,
    ask_theirs,
    build_ours,
    build_theirs,
    environ_of,
    random_request,
    random_table,
    random_values,
)
from wsgi_apps.routing.router import Router

RANDOM = st.randoms(use_true_random=False)
SETTINGS = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])


@settings(SETTINGS, max_examples=120)
@given(RANDOM)
def test_a_request_is_answered_as_werkzeug_answers_it(random: Random):
    table = random_table(random)
    for _ in range(10):
        path, method = random_request(random, table)
        environ = environ_of(path, method, random.choice(["", "/app"]), random.choice(["", "q=1&r=%20"]))
        expected = ask_theirs(table, environ)
        assert ask_ours(table, environ) == expected or expected[0] == "broken", (method, path)


@settings(SETTINGS, max_examples=120)
@given(RANDOM)
def test_a_path_is_built_as_werkzeug_builds_it(random: Random):
    table = random_table(random)
    for _ in range(5):
        request = random.choice(["one", "two", "three"]), random_values(random), random.choice([None, "GET", "POST"])
        assert build_ours(table, *request) == build_theirs(table, *request), request


WORD = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="/"), min_size=1)
VALUES = {
    "": WORD,
    "string(length=3):": st.text(
        st.characters(exclude_categories=["Cs"], exclude_characters="/"), min_size=3, max_size=3
    ),
    "int:": st.integers(0),
    "int(signed=True):": st.integers(),
    "int(fixed_digits=4):": st.integers(0, 9999),
    "int(min=5, max=7):": st.integers(5, 7),
    "float:": st.floats(0.001, 1e9),
    "float(signed=True):": st.floats(-1e9, -0.001),
    "path:": st.lists(WORD.filter(lambda word: "\n" not in word), min_size=1).map("/".join),
    "any(a, 'x y', 한글):": st.sampled_from(["a", "x y", "한글"]),
    "uuid:": st.uuids(),
    "list:": st.lists(st.from_regex("[a-z]+", fullmatch=True), min_size=1),
}


@settings(SETTINGS, max_examples=150)
@given(st.data(), st.lists(st.sampled_from(sorted(VALUES)), max_size=4), st.sampled_from(["", "/", "/end", "/end/"]))
def test_what_is_built_is_matched_with_the_same_values(data, converters, end):
    router = Router(converters=OURS)
    names = "abcd"[: len(converters)]
    rule = router.add(
        "/x" + "".join(f"/<{pair[0]}{pair[1]}>" for pair in zip(converters, names, strict=True)) + end, print
    )
    values = {name: data.draw(VALUES[converter]) for name, converter in zip(names, converters, strict=True)}
    path = unquote(rule.build(values))
    if "path:" in converters:  # the first of two paths takes as little as it can, so the values may be others
        again, other = router.match(path)
        assert unquote(again.build(other)) == path
    else:
        assert router.match(path) == (rule, values)


@settings(SETTINGS, max_examples=100)
@given(VALUES["path:"], st.integers(0))
def test_a_path_is_matched_with_the_same_value(path, number):
    router = Router()
    rule = router.add("/<int:number>/<path:path>", print)
    assert router.match(unquote(rule.build({"path": path, "number": number}))) == (
        rule,
        {"path": path, "number": number},
    )


def test_the_fuzzer_counts_what_it_compares(capsys):
    fuzz(3000, seed=5)
    assert capsys.readouterr().out.startswith(
        "3000 requests over 100 rule tables and 500 built paths agree with Werkzeug"
    )
