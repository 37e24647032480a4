"""The debug page as plain text."""

from wsgi_apps.development.places import Place
from wsgi_apps.development.section_text import text
from wsgi_apps.development.sections import Page, Section


def test_a_page_is_lines(tmp_path):
    file = tmp_path / "a.py"
    file.write_text("a = 1\nb = 2\n")
    rows = [("/", "GET"), ("/longer", "POST")]
    sections = [
        Section("Line", ["A sentence."], Place(str(file), 2, "f")),
        Section("Rules", head=["Rule", "Methods"], rows=rows, marked=frozenset({1})),
        Section("Facts", table="Values", rows=[("a", "1")], marked=frozenset({0})),
        Section("Text", text="one\n  two"),
        Section("For a browser", only=True),
    ]
    shown = text(Page("en", "GET /", "ValueError", "bad", ["Read lab 1."], sections, ""), lambda one: one.upper())
    assert shown.splitlines() == [
        *("GET /", "VALUEERROR: BAD", "READ LAB 1."),
        *("", "LINE", "  A SENTENCE.", "      1  A = 1", ">     2  B = 2"),
        *("", "RULES", "  RULE     METHODS", "  /        GET", "> /LONGER  POST"),
        *("", "FACTS", "  VALUES:", "> A  1"),
        *("", "TEXT", "  ONE", "    TWO"),
    ]
