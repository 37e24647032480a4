"""JSON as RFC 8259 has it."""

import json
import random

import pytest
from hypothesis import given, strategies as st

from tests.support.work import instructions
from wsgi_apps.exceptions import BadRequest
from wsgi_apps.strict_json import DEPTH, nesting, object_without_repeats, parse_json

REFUSED = [
    ("nothing", b"", "it is empty"),
    ("a name without quotes", b"{name:1}", "at line 1, column 2"),
    ("a mistake in the second line", b'{\n"name" 1}', "at line 2, column 8"),
    ("more after the value", b"1 2", "Extra data at line 1, column 3"),
    ("not UTF-8", b'{"name":"\xff"}', "byte 0xff at offset 9 is not UTF-8"),
    ("UTF-16", '{"a":1}'.encode("utf-16"), "byte 0xff at offset 0 is not UTF-8"),
    ("NaN", b"[NaN]", "NaN is not a JSON value"),
    ("Infinity", b"[Infinity]", "Infinity is not a JSON value"),
    ("minus infinity", b"[-Infinity]", "-Infinity is not a JSON value"),
    ("a number beyond floats", b"[1e999]", "the number 1e999 is too large"),
    ("a number below floats", b"[-1e999]", "the number -1e999 is too large"),
    ("a number of 5,000 digits", b"9" * 5000, "too many digits"),
    ("a name twice", b'{"a":1,"b":2,"a":3}', "one object has the name 'a' twice"),
    ("half a surrogate pair", b'{"a":"\\ud800"}', "'\\ud800' is half a surrogate pair"),
    ("half a pair in a name", b'{"\\uDFFF":1}', "'\\udfff' is half a surrogate pair"),
    ("nesting without end", b"[" * 100_000, "nested too deeply"),
    ("nesting too deep", b"[" * (DEPTH + 1) + b"]" * (DEPTH + 1), f"nested deeper than {DEPTH} levels"),
    ("objects too deep", b'{"a":' * (DEPTH + 1) + b"1" + b"}" * (DEPTH + 1), "nested deeper"),
]


@pytest.mark.parametrize(("body", "problem"), [row[1:] for row in REFUSED], ids=[row[0] for row in REFUSED])
def test_refused_with_the_reason(body, problem):
    with pytest.raises(BadRequest) as caught:
        parse_json(body)
    assert caught.value.description.startswith("The body is not valid JSON: ")
    assert problem in caught.value.description
    assert caught.value.description.endswith('Send JSON in UTF-8, such as {"name": "JongHyun"}.')


TAKEN = [
    ("a Korean name", '{"name":"한글"}'.encode(), {"name": "한글"}),
    ("a byte order mark", b'\xef\xbb\xbf{"a":1}', {"a": 1}),
    ("a whole surrogate pair", b'"\\ud83d\\ude00"', "😀"),
    ("a small float", b"0.1e-400", 0.0),
    ("the deepest nesting", b"[" * DEPTH + b"]" * DEPTH, None),
    ("a wide array", b"[" + b"[]," * DEPTH + b"[]]", [[]] * (DEPTH + 1)),
    ("brackets in a text", json.dumps("[" * 2 * DEPTH + '"').encode(), "[" * 2 * DEPTH + '"'),
]


@pytest.mark.parametrize(("body", "value"), [row[1:] for row in TAKEN], ids=[row[0] for row in TAKEN])
def test_taken(body, value):
    parsed = parse_json(body)
    assert parsed == value or value is None


def json_values():
    numbers = st.integers(-(10**30), 10**30) | st.floats(allow_nan=False, allow_infinity=False)
    texts = st.text(st.characters(exclude_categories=["Cs"]))
    leaves = st.none() | st.booleans() | numbers | texts
    return st.recursive(leaves, lambda inner: st.lists(inner) | st.dictionaries(texts, inner))


@given(json_values(), st.booleans())
def test_what_python_writes_is_read_back(value, ascii_only):
    assert parse_json(json.dumps(value, ensure_ascii=ascii_only).encode("utf-8")) == value


@given(st.binary())
def test_any_bytes_are_read_or_refused(body):
    try:
        value = parse_json(body)
    except BadRequest:
        return
    assert json.loads(body) == value


@given(st.recursive(st.just([]), lambda inner: st.lists(inner, max_size=3), max_leaves=30))
def test_nesting_is_the_depth(value):
    def depth(inner):
        return 1 + max(map(depth, inner), default=0)

    assert nesting(json.dumps(value)) == depth(value)


class Counted(str):
    """A name that counts how often it is compared: work that C does, which no count of instructions shows."""

    __slots__ = ()
    compared = 0

    def __eq__(self, other):
        Counted.compared += 1
        return str.__eq__(self, other)

    __hash__ = str.__hash__


@pytest.mark.parametrize("size", [1000, 2000])
def test_repeated_name_is_found_by_one_look_at_each(size):
    pairs = [(Counted(number), 1) for number in range(size)]
    Counted.compared = 0
    with pytest.raises(BadRequest, match="has the name '999' twice"):
        object_without_repeats([*pairs, (Counted(999), 1)])
    assert Counted.compared <= 4


def shuffled_object(size):
    names = [str(number) for number in range(size)]
    random.Random(1).shuffle(names)
    return json.dumps({name: [] for name in names}).encode("utf-8")


@pytest.mark.parametrize(
    "body_of",
    [
        shuffled_object,
        lambda size: b"[" + b"[]," * size + b"1]",
        lambda size: b'["' + b'\\"[' * size + b'"]',
        lambda size: b"[" + b"1.5," * size + b"1]",
    ],
    ids=["object", "arrays", "escaped quotes", "floats"],
)
def test_twice_the_body_is_about_twice_the_work(body_of):
    assert instructions(parse_json, body_of(2000)) < 2.5 * instructions(parse_json, body_of(1000))
