"""The places that an exception came through."""

import json
import sys

import pytest

from wsgi_apps.development.places import Place, causes, place_of_view, places_of


def raised(function):
    with pytest.raises(Exception) as caught:
        function()
    return caught.value


def divided(number):
    return ["종현", number // 0, "종현"]


def test_the_part_that_raised_is_known_beside_korean():
    place = places_of(raised(lambda: divided(1)))[-1]
    assert place.is_own
    assert place.line[place.start : place.end] == "number // 0"
    assert place.values == {"number": 1}
    assert place.shown_file == "tests/unit/development/test_places.py"


def test_a_part_over_several_lines_is_not_marked():
    place = places_of(
        raised(
            lambda: divided(
                1,
            ),
        ),
    )[-2]
    assert (place.start, place.end) == (0, 0)


def test_frames_of_python_have_no_values():
    place = places_of(raised(lambda: json.loads("{")))[-1]
    assert (place.is_own, place.values, place.shown_file) == (False, {}, "json/decoder.py")


def test_a_file_of_a_library_is_shown_below_its_folder():
    assert Place("/x/lib/python3/site-packages/jinja2/loaders.py", 1, "load").shown_file == "jinja2/loaders.py"
    assert Place("/elsewhere/a.py", 1, "load").shown_file == "/elsewhere/a.py"


def test_modules_functions_and_private_names_are_not_shown():
    def inner():
        a, helper, module, kind, __hidden = 1, divided, sys, int, 2  # noqa: F841
        return a // 0

    assert places_of(raised(inner))[-1].values == {"a": 1}


def test_the_line_of_a_syntax_error_is_the_last_place(tmp_path):
    file = tmp_path / "broken.py"
    file.write_text("a = 1\nb = (\n")
    place = places_of(raised(lambda: compile(file.read_text(), str(file), "exec")))[-1]
    assert (place.file, place.number, place.line) == (str(file), 2, "b = (")


def test_lines_around_a_place_end_with_the_file(tmp_path):
    file = tmp_path / "three.py"
    file.write_text("a\nb\nc\n")
    assert list(Place(str(file), 1, "f").around(1)) == [(1, "a"), (2, "b")]
    assert list(Place(str(tmp_path / "none.py"), 7, "f").around(2)) == []


def test_the_place_of_a_view():
    assert [place.name for place in place_of_view(divided)] == ["divided"]
    assert place_of_view(None) == place_of_view(len) == []


def test_causes_end_in_a_circle():
    first, second = ValueError(1), ValueError(2)
    first.__cause__, second.__context__ = second, first
    assert list(causes(first)) == [second]
    second.__suppress_context__ = True
    assert list(causes(second)) == []
