"""docs/reading.md is true: so many functions and lines of code the requests of the course pass through, and no others."""

import re
import subprocess
import sys
from importlib.metadata import version
from pathlib import Path

import flask
import pytest
import werkzeug

from tests.house.test_architecture import CORE as LARGEST_CORE, CORE_FILES, PATHS
from tests.pages import reading
from tests.support.layers import CORE, ORDER
from tests.support.servers import ROOT
from wsgi_apps.tools.course.manifest import labs
from wsgi_apps.tools.course.servers import prepare

PAGE = ROOT / "docs" / "reading.md"
TEXT = PAGE.read_text(encoding="utf-8")
BEGIN, END = "<!-- reading -->\n", "<!-- end of reading -->"
VERSIONS = f"Flask {version('flask')} with Werkzeug {version('werkzeug')}"
FLASK = [Path(module.__file__).parent for module in (flask, werkzeug)]
LABS = {int(lab.name[3:5]): lab for lab in labs() if "ours" in lab.ways}
#: the name of a row -> the numbers of the labs whose requests are sent
ROWS = {
    "the requests of lab 1": range(1, 2),
    "the requests of labs 1 to 8": range(1, 9),
    "the requests of all labs": range(1, 22),
}


def passed(numbers, start, *packages):
    """Return three cells: the functions that requests pass through, the lines of code in them, the modules they are in."""
    found = reading.passed([LABS[number] for number in numbers if number in LABS], start, *packages)
    return [len(found.functions), len(found.lines), len({path for path, _ in found.functions})]


def whole(paths):
    """Return three cells: all functions of some files, all their lines of code, and how many files there are."""
    return [sum(len(found(path)) for path in paths) for found in (reading.functions, reading.code)] + [len(paths)]


@pytest.fixture(scope="module")
def counted():
    """The cells by the name of the row: ours, and Flask's."""
    for lab in LABS.values():
        prepare(lab)
    rows = {name: (passed(some, "ours", reading.PACKAGE), passed(some, "flask", *FLASK)) for name, some in ROWS.items()}
    theirs = [path for package in FLASK for path in package.rglob("*.py")]
    core = [*whole([PATHS[name] for name in CORE_FILES])[:2], len(CORE)]  # that a file only imports names is code too
    return rows | {
        "the core": (core, None),
        "the whole package": (whole([PATHS[name] for name in ORDER]), whole(theirs)),
    }


def table(counted):
    head = f"| | wsgi_apps: functions | lines | modules | {VERSIONS}: functions | lines | modules |"
    rows = [
        f"| {name} | " + " | ".join([*(f"{number:,}" for number in ours), *told(theirs)]) + " |"
        for name, (ours, theirs) in counted.items()
    ]
    return "\n".join([head, "|---" + "|---:" * 6 + "|", *rows, ""])


def told(numbers):
    """Return cells; dashes where Flask has nothing of the kind."""
    return ["-"] * 3 if numbers is None else [f"{number:,}" for number in numbers]


def test_table_is_what_was_counted(counted, the_page_has, request):
    if VERSIONS not in TEXT and not request.config.getoption("--write-tables"):  # another Flask: ours must be right
        rows = [line.split(" | ")[:4] for line in TEXT.splitlines()]
        assert all([f"| {name}", *(f"{number:,}" for number in ours)] in rows for name, (ours, _) in counted.items())
        return
    the_page_has(PAGE, TEXT.partition(BEGIN)[0] + BEGIN + table(counted) + END + TEXT.partition(END)[2])


def test_requests_pass_through_less_than_half_of_what_flask_takes(counted):
    for ours, theirs in (row for row in counted.values() if row[1] is not None):
        assert ours[1] * 2 < theirs[1]


def test_the_core_can_be_read_in_an_afternoon(counted):
    (_, lines, modules), _ = counted["the core"]
    assert {*CORE, "routing", "messages", "application"} == set(CORE_FILES)
    assert modules == len(CORE)
    assert lines <= LARGEST_CORE


@pytest.mark.parametrize(
    ("source", "lines"),
    [
        ("", 0),
        ("# a comment\n\n", 0),
        ('"""A text."""\nx = 1  # and a comment\n', 1),
        ('def f():\n    """Say."""\n    return [\n        1,\n        2,\n    ]\n', 5),
        ("x = '''a\nb\n'''\n", 3),
    ],
)
def test_lines_of_code_are_no_comments_and_no_docstrings(source, lines, tmp_path):
    file = tmp_path / "file.py"
    file.write_text(source, encoding="utf-8")
    assert len(reading.code(file)) == lines


def test_a_function_begins_at_its_decorator(tmp_path):
    file = tmp_path / "file.py"
    file.write_text("@f\ndef g():\n\n    # why\n    return 1\n\nx = 2\n", encoding="utf-8")
    assert reading.functions(file) == {1: {1, 2, 5}}


def test_functions_that_are_printed_are_those_of_this_request():
    printed = subprocess.run(
        [sys.executable, "-m", "tests.support.watched"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    names = printed.stdout.split()
    assert names[0] == "wsgi_apps.application.app.App.wsgi_app"
    assert "__main__.hello" in names
    shown = re.search(r"\$ python -m tests\.support\.watched\n(.*?)```", TEXT, re.DOTALL)[1]
    assert shown.split() == names
