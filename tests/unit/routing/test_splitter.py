"""Splitting a text by steps gives what the regex gives, in time that grows as the text does."""

import re
from random import Random

import pytest
from hypothesis import given, settings, strategies as st

from tests.support.tables import OURS
from tests.support.work import calls
from wsgi_apps.routing import segments
from wsgi_apps.routing.converters import DEFAULT_CONVERTERS, BaseConverter
from wsgi_apps.routing.rule_syntax import Variable, pattern, tokens
from wsgi_apps.routing.rules import Rule
from wsgi_apps.routing.segments import SHORT, SegmentPattern
from wsgi_apps.routing.splitter import runs_of, split


def tokens_of(rule):
    return list(tokens(rule, {**DEFAULT_CONVERTERS, **OURS}, None))


def by_regex(rule, text):
    found = re.fullmatch(pattern(tokens_of(rule)), text)
    return found and found.groups()


def by_runs(rule, text):
    read = tokens_of(rule)
    found = split(text, {str(place): runs_of(piece) for place, piece in enumerate(read)})
    return found and tuple(found[str(place)] for place, piece in enumerate(read) if isinstance(piece, Variable))


@pytest.mark.parametrize(
    ("rule", "text", "expected"),
    [
        pytest.param("<a>-<b>-<c>", "-------", ("---", "-", "-"), id="the first variable takes what it can"),
        pytest.param("<a><b>", "abc", ("ab", "c"), id="variables side by side"),
        pytest.param("<string(maxlength=1):a><b>", "abc", ("a", "bc"), id="a longest length"),
        pytest.param("<a><string(length=2):b>", "abc", ("a", "bc"), id="a fixed length"),
        pytest.param("<any(a, ab):x><y>", "abc", ("a", "bc"), id="any takes the first word that leads on"),
        pytest.param("<any(a, ab):x>c<y>", "abcd", ("ab", "d"), id="any takes another word if the first leads nowhere"),
        pytest.param("<int:a><int:b>x", "1234x", ("123", "4"), id="numbers side by side"),
        pytest.param("<int(signed=True):a><int(signed=True):b>", "-1-2", ("-1", "-2"), id="signs"),
        pytest.param("<float:a>.<float:b>", "1.5.2.25", ("1.5", "2.25"), id="floats"),
        pytest.param("<float(signed=True):a><int:b>", "-1.55", ("-1.5", "5"), id="a float gives a digit away"),
        pytest.param("<path:a>/<b>", "x/y/z", ("x/y", "z"), id="path takes as little as it can"),
        pytest.param("<path:a>/<path:b>", "x/y/z", ("x", "y/z"), id="the first of two paths is the short one"),
        pytest.param("<path:a>x<b>", "a\nbx1", None, id="path stops at a newline"),
        pytest.param("<path:a>x<b>", "\nbx1", ("\nb", "1"), id="but not at one in front"),
        pytest.param("<a>x<b>", "a\nx\n", ("a\n", "\n"), id="string does not"),
        pytest.param("<a>-<b>", "a/-b", None, id="string stops at a slash"),
        pytest.param("<a>-<b>", "-b", None, id="no variable is empty"),
        pytest.param("<a>-<b>", "", None, id="nothing in nothing"),
        pytest.param(
            "<uuid:a><uuid:b>",
            "01234567-89ab-CDEF-0000-0123456789ab" * 2,
            ("01234567-89ab-CDEF-0000-0123456789ab",) * 2,
            id="uuids",
        ),
    ],
)
def test_steps_and_regex_find_the_same(rule, text, expected):
    assert by_runs(rule, text) == by_regex(rule, text) == expected


@settings(max_examples=400, deadline=None)
@given(st.randoms(use_true_random=False), st.text("ab1.-/x2\n한٣", max_size=12))
def test_steps_and_regex_find_the_same_in_any_text(random: Random, text: str):
    names = iter("abcdefgh")
    builtin = [
        "",
        "string(maxlength=2):",
        "string(2, 3):",
        "int:",
        "int(signed=True):",
        "float:",
        "path:",
        "any(a, ab, b):",
    ]
    rule = "".join(
        f"<{random.choice(builtin)}{next(names)}>" + random.choice(["", "-", ".", "x", "/", "ab"])
        for _ in range(random.randrange(2, 5))
    )
    assert by_runs(rule, text) == by_regex(rule, text)


@pytest.mark.parametrize(
    ("rule", "text"),
    [
        ("/<a>-<b>", "a" * SHORT + "-b"),
        ("/<a>-<path:b>", "a" * SHORT + "-b/c"),
        ("/<a>-<light:b>", "a" * SHORT + "-b"),
        ("/<a>x", "a" * SHORT + "x"),
    ],
)
def test_a_long_text_is_split_as_a_short_one(rule, text):
    read = tokens_of(rule)[1:]
    assert SegmentPattern(read).texts(text) == re.fullmatch(pattern(read), text).groups()
    assert SegmentPattern(read).texts("/" + text) is None


@pytest.mark.parametrize(
    ("rule", "length", "stepwise"),
    [
        ("<a>-<b>", SHORT, False),
        ("<a>-<b>", SHORT + 1, True),
        ("<a>-<list:b>", SHORT + 1, False),
        ("<a>b", SHORT + 1, False),
    ],
)
def test_a_long_text_of_several_variables_is_split_by_runs(rule, length, stepwise, monkeypatch):
    divided = []
    monkeypatch.setattr(segments, "split", lambda text, rows: divided.append(text) or split(text, rows))
    text = "-b".rjust(length, "a")
    assert SegmentPattern(tokens_of(rule)).texts(text)
    assert divided == [text] * stepwise


@pytest.mark.parametrize("name", ["int", "float"])
def test_a_long_number_without_a_sign_has_none(name):
    texts = SegmentPattern(tokens_of(f"<{name}:a>:<{name}(signed=True):b>")).texts
    number = "1" * 40 + ".5" * (name == "float")
    assert (texts(f"{number}:-{number}"), texts(f"-{number}:{number}")) == ((number, f"-{number}"), None)


def converter_of(regex):
    return type("Own", (BaseConverter,), {"regex": regex, "part_isolating": True})(None)


@pytest.mark.parametrize(
    ("regex", "texts"),
    [
        ("[0-9a-f]{6}", ["c0ffee", "c0ffe", "c0ffeee"]),
        (r"\d{4}-\d{2}", ["2024-05", "2024-5", "20245"]),
        (r"\w+", ["ab_1", "", "a-"]),
        (r"a?b*c{2,}d{1,2}", ["ccd", "abbcccdd", "acd", "abccddd"]),
        (r"[^-]+?", ["ab", "", "a-"]),
        (r"\.[\].x]", [".]", "..", ".x", "ax"]),
        ("a\tb", ["a\tb", "ab"]),
    ],
)
def test_a_regex_that_is_a_row_of_characters_has_steps(regex, texts):
    row = runs_of(Variable("x", converter_of(regex)))
    assert row
    for text in texts:
        assert (split(text, {"x": row}) == {"x": text}) == bool(re.fullmatch(regex, text))


@pytest.mark.parametrize(
    "regex",
    [
        "",
        "(ab)",
        "a|b",
        "[a-z]+(,[a-z]+)*",
        "(?i)a",
        r"\ba",
        r"(a)\1",
        "^a$",
        "a++",
        "a{,3}",
        "[]a]",
        "[^]a]",
        "a{2}{3}",
    ],
)
def test_a_regex_that_is_more_has_none(regex):
    assert runs_of(Variable("x", converter_of(regex))) == []


def test_words_are_steps_in_any_alone():
    class Derived(type(DEFAULT_CONVERTERS["any"](None, "a"))):
        regex = "(?:a|b)"

    assert [bool(runs_of(piece)) for piece in tokens_of("a<any(a, 'b|c'):b>")] == [True, True]
    assert runs_of(Variable("x", Derived(None, "a"))) == []


@pytest.mark.parametrize(
    ("rule", "text"),
    [
        ("/<a>-<b>-<c>", lambda length: "-" * length),
        ("/<a>-<b>.<c>x", lambda length: "." + "-" * length),
        ("/<a>-<b>-<c>.<d>", lambda length: "-" * length),
        ("/<a><b><c>x", lambda length: "a" * length),
        ("/<int:a><int:b>x", lambda length: "1" * length),
        ("/<float:a><float:b>x", lambda length: "1.1" * length),
        ("/<any(a, aa):x><any(a, aa):y><z>-", lambda length: "a" * length),
        ("/<path:a>/x/<path:b>/y", lambda length: "a" + "/x" * length),
        ("/<path:a>/<b>", lambda length: "a" + "/x" * length + "/"),
    ],
)
def test_twice_the_length_is_at_most_two_and_a_half_times_the_work(rule, text):
    pattern = Rule(rule).segments[0]
    once, twice = (calls(pattern.texts, text(length)) for length in (1000, 2000))
    assert once > 10
    assert twice < 2.5 * once


def test_the_groups_of_a_converters_own_regex_are_no_variables():
    class Dated(BaseConverter):
        regex = r"(?P<year>\d{4})(-\d\d)?"

    read = tokens("/<dated:a>:<b>", {**DEFAULT_CONVERTERS, "dated": Dated}, None)
    assert SegmentPattern(list(read)[1:]).texts("2024-05:x") == ("2024-05", "x")


def test_a_text_that_is_very_long_is_not_divided_at_all():
    pattern = Rule("/<a>-<b>").segments[0]
    half = "a" * (segments.LONGEST // 2 - 1)
    assert pattern.texts(f"{half}-{half}") == (half, half)
    assert pattern.texts(f"{half}-{half}aaa") is None
    assert Rule("/<a>").segments[0].texts("a" * 100_000) == ("a" * 100_000,)
