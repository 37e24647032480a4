"""Tracebacks with the lines of the program alone: of an exception, and in a log."""

import io
import json
import sys
from traceback import format_exception

import pytest

from wsgi_apps import App
from wsgi_apps.development.short_traceback import FoldedLog, Folding, is_own, short_traceback


def raised(function):
    with pytest.raises(Exception) as caught:
        function()
    return caught.value


def late_rule():
    App(__name__).add_url_rule("/<nope:x>", "x", lambda x: x)


def of_json():
    return json.loads("{")


def caused():
    try:
        of_json()
    except ValueError as error:
        raise RuntimeError("no settings") from error


def test_frames_of_the_framework_and_of_python_are_left_out():
    said = short_traceback(raised(late_rule))
    assert "in late_rule" in said
    assert "scaffold.py" not in said
    assert said.count("Traceback") == 1, "the error inside of the framework is said by the one that came of it"
    assert "ValueError: the rule '/<nope:x>' cannot be read" in said
    assert said.rstrip().endswith("frames of wsgi_apps and Python left out)")


def test_the_cause_is_shown_where_it_came_from_the_program():
    said = short_traceback(raised(caused))
    assert (
        said.index("in of_json")
        < said.index("JSONDecodeError")
        < said.index("The above exception was the direct cause")
    )
    assert said.index("in caused") < said.index("RuntimeError: no settings")
    assert "decoder.py" not in said


def test_an_error_without_a_line_of_the_program_is_shown_whole():
    error = raised(lambda: None.nothing)
    error.__traceback__ = None
    assert short_traceback(error) == "AttributeError: 'NoneType' object has no attribute 'nothing'\n"


def test_a_syntax_error_shows_its_place(tmp_path):
    file = tmp_path / "half.py"
    file.write_text("def half(:\n")
    said = short_traceback(raised(lambda: compile(file.read_text(), str(file), "exec")))
    assert f'File "{file}", line 1' in said
    assert "SyntaxError: invalid syntax" in said


def test_a_call_of_the_class_gets_a_hint():
    assert "Write app = App(__name__), with the parentheses." in short_traceback(raised(lambda: App.route("/")))


OWN = [
    (__file__, True),
    ("templates/page.html", True),
    (json.__file__, False),
    (pytest.__file__, False),
    (sys.modules["wsgi_apps"].__file__, False),
    ("<frozen importlib._bootstrap>", False),
]


@pytest.mark.parametrize(("file", "own"), OWN)
def test_whose_file_it_is(file, own):
    assert is_own(file) is own


def test_a_log_is_folded_and_other_lines_stay():
    lines = ["before", *(f"  {line}" for line in "".join(format_exception(raised(late_rule))).splitlines()), "after"]
    shown = list(Folding().lines(lines))
    assert (shown[0], shown[-1]) == ("before", "after")
    files = [line for line in shown if 'File "' in line]
    assert len(files) == 2  # pytest's raises is called in `raised`
    assert all(__file__ in line for line in files)
    note = next(number for number, line in enumerate(shown) if line.endswith("of wsgi_apps and Python left out)"))
    assert "Error: " in shown[note + 1]
    assert not [line for line in shown if "self.url_map.add" in line]


def test_lines_like_frames_outside_of_a_traceback_stay():
    lines = [f'  File "{json.__file__}", line 1, in x', "    x = 1"]
    assert list(Folding().lines(lines)) == lines


def test_a_folded_file_writes_whole_lines_and_the_rest_when_it_is_flushed():
    file = io.StringIO()
    log = FoldedLog(file)
    assert log.write("one\ntw") == 6
    assert file.getvalue() == "one\n"
    log.writelines(["o\n", "three"])
    assert file.getvalue() == "one\ntwo\n"
    log.flush()
    assert file.getvalue() == "one\ntwo\nthree"


def test_a_traceback_of_the_program_alone_stays_as_it_is():
    lines = [
        "Traceback (most recent call last):",
        f'  File "{__file__}", line 1, in x',
        "    x()",
        "ValueError: x",
        "after",
    ]
    assert list(Folding().lines(lines)) == lines
