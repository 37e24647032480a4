"""How the text of a rule is read and cut."""

import pytest
from werkzeug.routing import Map, Rule as WerkzeugRule

from wsgi_apps.routing.rule_syntax import arguments, constant
from wsgi_apps.routing.rules import Rule
from wsgi_apps.routing.segments import SegmentPattern, takes_slashes


@pytest.mark.parametrize(
    "text",
    [
        "/",
        "/a",
        "/a/",
        "/a/<b>",
        "/<a>/<b>/",
        "/a<b>c",
        "/<int:a>-<b>.<c>",
        "/<path:p>",
        "/<path:p>/",
        "/<path:p>/edit",
        "/<path:p>/edit/",
        "/x/<path:p>/<int:n>/y",
        "/a.b/<any(x, 'y z'):w>.txt",
        "/<string(length=2):a><float:b>",
        "/한글/<이름>".replace("이름", "name"),
        "/a>b",
        "/a(b)/<c>",
    ],
)
def test_a_rule_is_cut_where_werkzeug_cuts_it(text):
    theirs = WerkzeugRule(text)
    theirs.bind(Map())
    assert [
        (part.final, part.branch, [part.weight[0], *part.weight[1]], [part.weight[2], *part.weight[3]])
        for part in Rule(text).segments
        if isinstance(part, SegmentPattern)
    ] == [
        (
            part.final,
            part.suffixed,
            [part.weight[0], *(length for _, length in part.weight[1])],
            [part.weight[2], *part.weight[3]],
        )
        for part in theirs._parts
        if not part.static
    ]
    assert [part for part in Rule(text).segments if isinstance(part, str)] == [
        part.content for part in theirs._parts[2:] if part.static
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("", ([], {}), id="nothing"),
        pytest.param("3", ([3], {}), id="a number"),
        pytest.param("-3, 2.5", ([-3, 2.5], {}), id="a negative number, which Werkzeug cannot read"),
        pytest.param(" min = 1 , max=2 ", ([], {"min": 1, "max": 2}), id="names, with blanks"),
        pytest.param("a, b_c, d.e", (["a", "b_c", "d.e"], {}), id="words"),
        pytest.param("'a, b', \"c'd\", ''", (["a, b", "c'd", ""], {}), id="quoted texts"),
        pytest.param("'1'", (["1"], {}), id="a quoted number is a text, not a number as in Werkzeug"),
        pytest.param("True, False, None", ([True, False, None], {}), id="constants"),
        pytest.param("a,", (["a"], {}), id="a comma at the end"),
    ],
)
def test_arguments(text, expected):
    assert arguments(text) == expected


@pytest.mark.parametrize("text", ["a b", "?", "=1", "a=", "'a", "a-b", ",", "a,,b"])
def test_what_is_no_argument_is_refused(text):
    with pytest.raises(ValueError, match="is not an argument; write a number, a word or a quoted text"):
        arguments(text)


def test_a_constant_keeps_its_type():
    assert [(constant(text), type(constant(text))) for text in ("1", "1.0", "True", "one")] == [
        (1, int),
        (1.0, float),
        (True, bool),
        ("one", str),
    ]


def test_only_a_variable_takes_slashes():
    assert not takes_slashes(["a", "/"])
    assert takes_slashes(Rule("/<path:p>").tokens)


@pytest.mark.parametrize(
    ("rule", "segments", "depth", "expected"),
    [
        pytest.param("/<a>", ["", "x", "y"], 1, (("x",), 2), id="one segment"),
        pytest.param("/<a>", ["", "x", "y"], 2, (("y",), 3), id="the segment at the depth"),
        pytest.param("/<int:a>", ["", "x", "y"], 1, (None, 2), id="another text"),
        pytest.param("/<path:p>", ["", "x", "y", ""], 1, (("x/y/",), 4), id="all the rest"),
        pytest.param("/<path:p>/", ["", "x", "y", ""], 1, (("x/y",), 3), id="all but the slash at the end"),
        pytest.param("/<path:p>/", ["", "x", "y"], 1, (("x/y",), 3), id="all, where there is no slash at the end"),
        pytest.param("/<path:p>/", ["", "x", "", ""], 1, (None, 3), id="never two slashes at the end"),
        pytest.param("/<path:p>/", ["", ""], 1, (None, 2), id="the slash in front is not the one at the end"),
        pytest.param("/<path:p>/", ["", "x", "y", ""], 2, (("y",), 3), id="the rest from the depth on"),
    ],
)
def test_what_a_part_finds_and_how_far_it_reaches(rule, segments, depth, expected):
    assert Rule(rule).segments[0].match(segments, depth) == expected
