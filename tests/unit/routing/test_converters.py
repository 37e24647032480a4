"""What the converters take, what they make of it, and what they put into a URL."""

from uuid import UUID

import pytest
from werkzeug.routing import Map, Rule, converters as werkzeug

from wsgi_apps.routing.converters import (
    DEFAULT_CONVERTERS,
    AnyConverter,
    BaseConverter,
    FloatConverter,
    IntegerConverter,
    PathConverter,
    UnicodeConverter,
    UUIDConverter,
    ValidationError,
)
from wsgi_apps.routing.router import Router

IDENTIFIER = "12345678-1234-5678-1234-56781234ABCD"


def test_the_table_of_converters_has_the_names_and_weights_of_werkzeug():
    assert {name: (converter.__name__, converter.weight, converter.part_isolating) for name, converter in DEFAULT_CONVERTERS.items()} == {
        name: (converter.__name__, converter.weight, converter.part_isolating)
        for name, converter in werkzeug.DEFAULT_CONVERTERS.items()
    }  # fmt: skip


@pytest.mark.parametrize(
    ("ours", "theirs", "arguments"),
    [
        (UnicodeConverter, werkzeug.UnicodeConverter, {}),
        (UnicodeConverter, werkzeug.UnicodeConverter, {"minlength": 2}),
        (UnicodeConverter, werkzeug.UnicodeConverter, {"minlength": 2, "maxlength": 5}),
        (IntegerConverter, werkzeug.IntegerConverter, {}),
        (IntegerConverter, werkzeug.IntegerConverter, {"signed": True}),
        (FloatConverter, werkzeug.FloatConverter, {"signed": True}),
        (PathConverter, werkzeug.PathConverter, {}),
    ],
)
def test_a_converter_looks_for_the_same_text_as_werkzeugs(ours, theirs, arguments):
    assert ours(None, **arguments).regex == theirs(Map(), **arguments).regex


@pytest.mark.parametrize(
    ("converter", "text", "value"),
    [
        pytest.param(BaseConverter(None), "a b", "a b", id="the base class gives the text"),
        pytest.param(IntegerConverter(None), "007", 7, id="int takes leading zeros"),
        pytest.param(IntegerConverter(None), "٣", 3, id="int takes the digits of any script"),
        pytest.param(IntegerConverter(None, signed=True), "-5", -5, id="a signed int takes a minus"),
        pytest.param(IntegerConverter(None, 2), "07", 7, id="fixed digits fit"),
        pytest.param(IntegerConverter(None, min=2, max=4), "2", 2, id="min is inclusive"),
        pytest.param(IntegerConverter(None, min=2, max=4), "4", 4, id="max is inclusive"),
        pytest.param(FloatConverter(None), "1.50", 1.5, id="float"),
        pytest.param(FloatConverter(None, 1.5, 2.5, True), "2.5", 2.5, id="the bounds of a float, by position"),
        pytest.param(UUIDConverter(None), IDENTIFIER, UUID(IDENTIFIER), id="uuid"),
    ],
)
def test_to_python(converter, text, value):
    assert converter.to_python(text) == value
    assert type(converter.to_python(text)) is type(value)


@pytest.mark.parametrize(
    ("converter", "text", "reason"),
    [
        pytest.param(IntegerConverter(None, fixed_digits=2), "123", "123 is not 2 characters long", id="fixed digits"),
        pytest.param(IntegerConverter(None, min=2), "1", "1 is not between 2 and inf", id="below min"),
        pytest.param(IntegerConverter(None, max=2), "3", "3 is not between -inf and 2", id="above max"),
        pytest.param(FloatConverter(None, min=0.5), "0.4", "0.4 is not between 0.5 and inf", id="a float below min"),
        pytest.param(FloatConverter(None, max=0.5), "0.6", "0.6 is not between -inf and 0.5", id="a float above max"),
        pytest.param(IntegerConverter(None), "9" * 5000, "4300 digits", id="an int of five thousand digits"),
    ],
)
def test_to_python_refuses(converter, text, reason):
    with pytest.raises(ValidationError, match=reason):
        converter.to_python(text)


@pytest.mark.parametrize(
    ("converter", "value", "text"),
    [
        pytest.param(BaseConverter(None), "a b/한?#%", "a%20b/%ED%95%9C%3F%23%25", id="a text is percent-encoded"),
        pytest.param(BaseConverter(None), "!$&'()*+,/:;=@-._~", "!$&'()*+,/:;=@-._~", id="what a path may hold stays"),
        pytest.param(BaseConverter(None), 5, "5", id="a number is written as text"),
        pytest.param(IntegerConverter(None, fixed_digits=3), 7, "007", id="fixed digits are filled up"),
        pytest.param(IntegerConverter(None), "7", "7", id="an int may be given as text"),
        pytest.param(IntegerConverter(None), 7.9, "7", id="an int cuts the fraction off"),
        pytest.param(FloatConverter(None), 2, "2.0", id="a float has a dot"),
        pytest.param(
            AnyConverter(None, "a b", "c"), "a b", "a%20b", id="any is percent-encoded, which Werkzeug forgets"
        ),
        pytest.param(UUIDConverter(None), UUID(IDENTIFIER), IDENTIFIER.lower(), id="uuid in lower case"),
    ],
)
def test_to_url(converter, value, text):
    assert converter.to_url(value) == text


@pytest.mark.parametrize("name", ["string", "path", "int", "float", "uuid", "any"])
def test_every_converter_knows_its_router(name):
    words = ["word"] if name == "any" else []
    assert DEFAULT_CONVERTERS[name]("router", *words).map == "router"


@pytest.mark.parametrize("signed", [False, True])
@pytest.mark.parametrize("name", ["int", "float"])
def test_a_converter_of_numbers_keeps_what_it_was_asked_for(name, signed):
    ours = DEFAULT_CONVERTERS[name](None, min=1, max=5, signed=signed)
    theirs = werkzeug.DEFAULT_CONVERTERS[name](Map(), min=1, max=5, signed=signed)
    assert (ours.fixed_digits, ours.min, ours.max, ours.signed) == (0, 1, 5, signed)
    assert (theirs.fixed_digits, theirs.min, theirs.max, theirs.signed) == (0, 1, 5, signed)


def test_bounds():
    assert IntegerConverter(None, min=5, max=5).to_python("5") == 5
    with pytest.raises(ValidationError, match=r"0\.5 is not between 1\.5 and inf"):
        FloatConverter(None, 1.5).to_python("0.5")


def test_any_builds_only_its_own_words():
    with pytest.raises(ValueError, match=r"'x' is not one of 'a', 'b'"):
        AnyConverter(None, "a", "b").to_url("x")


@pytest.mark.parametrize(
    ("members", "isolating"),
    [
        ({}, True),
        ({"regex": "[a-z]+"}, True),
        ({"regex": "[a-z]+/[a-z]+"}, False),
        ({"regex": "[^/]+"}, False),
        ({"regex": "[^/]+", "part_isolating": True}, True),
    ],
)
def test_a_regex_with_a_slash_in_it_takes_slashes_unless_the_class_says_no(members, isolating):
    ours = type("Ours", (BaseConverter,), members)
    theirs = type("Theirs", (werkzeug.BaseConverter,), members)
    assert ours.part_isolating == theirs.part_isolating == isolating


def test_a_converter_is_made_with_the_router_as_its_map_and_the_arguments_of_the_rule():
    made = []

    class Noted(BaseConverter):
        def __init__(self, map, *arguments, **keywords):  # noqa: A002
            super().__init__(map, *arguments, **keywords)
            made.append((map, self.map, arguments, keywords))

    router = Router(converters={"noted": Noted})
    router.add("/<noted(1, 'a b', c=2.5, d=-3, e=True, f=None, g=word, h=\"x,y\"):x>", print)
    assert made == [(router, router, (1, "a b"), {"c": 2.5, "d": -3, "e": True, "f": None, "g": "word", "h": "x,y"})]


def test_a_converter_written_for_flask_works_with_only_its_import_changed():
    source = """
class ListConverter(BaseConverter):
    regex = r"[^/,]+(?:,[^/,]+)*"
    part_isolating = True

    def __init__(self, url_map, separator=","):
        super().__init__(url_map)
        self.separator = separator

    def to_python(self, value):
        return value.split(self.separator)

    def to_url(self, values):
        return self.separator.join(BaseConverter.to_url(self, value) for value in values)
"""
    answers = []
    for base in (BaseConverter, werkzeug.BaseConverter):
        namespace = {"BaseConverter": base, "__name__": "lab"}
        exec(source, namespace)
        answers.append(namespace["ListConverter"])
    router = Router(converters={"list": answers[0]})
    router.add("/tags/<list(','):tags>", print, endpoint="tags")
    adapter = Map([Rule("/tags/<list(','):tags>", endpoint="tags")], converters={"list": answers[1]}).bind("localhost")
    assert router.match("/tags/a,b c")[1] == adapter.match("/tags/a,b c")[1] == {"tags": ["a", "b c"]}
    assert (
        router.build("tags", {"tags": ["a", "한"]})
        == adapter.build("tags", {"tags": ["a", "한"]})
        == "/tags/a,%ED%95%9C"
    )
