"""Texts of exercises in a terminal: cut between words, at its width."""

import pytest

from wsgi_apps.tools.check.texts import width
from wsgi_apps.tools.learn.exercise import exercises
from wsgi_apps.tools.learn.page import page_of
from wsgi_apps.tools.learn.prose import FENCE, prose, wide


@pytest.fixture
def terminal(monkeypatch):
    """Return a function that sets the width of the terminal."""
    return lambda columns: monkeypatch.setenv("COLUMNS", str(columns))


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        pytest.param("one\ntwo", ["one two"], id="lines of a paragraph are joined"),
        pytest.param("one\n\ntwo", ["one", "", "two"], id="paragraphs stay apart"),
        pytest.param("word " * 9, ["word word word word word word word word", "word "], id="a line is cut at a space"),
        pytest.param("가나다라 " * 5, ["가나다라 가나다라 가나다라 가나다라", "가나다라 "], id="a Korean letter is two columns wide"),
        pytest.param("x" * 50, ["x" * 50], id="a long word is whole"),
        pytest.param("- one\n- two\n  three", ["- one", "- two three"], id="items"),
        pytest.param("a\n1. " + "word " * 8 + "end", ["a", "1. word word word word word word word", "   word end"], id="a long item"),
        pytest.param("a\n```python\nb  =  1\n\nc" + " c" * 30 + "\n```\nd\ne", ["a", "    b  =  1", "", "    c" + " c" * 30, "d e"], id="code"),
        pytest.param("| a | b |\n|---|---|\n| 1 | 2 |", ["| a | b |", "|---|---|", "| 1 | 2 |"], id="a table"),
        pytest.param("", [], id="nothing"),
    ],
)  # fmt: skip
def test_a_text_is_filled(terminal, text, lines):
    terminal(40)
    assert [line.rstrip() for line in prose(text)] == [line.rstrip() for line in lines]


@pytest.mark.parametrize(("columns", "most"), [(80, 80), (100, 100), (200, 100), (10, 40)])
def test_a_line_is_at_most_100_columns_wide(terminal, columns, most):
    terminal(columns)
    assert wide() == most


@pytest.mark.parametrize("language", ["en", "ko"])
def test_every_exercise_fits_into_a_terminal(terminal, language):
    """Save its code and its tables, and words that are longer than a line."""
    terminal(80)
    for exercise in exercises():
        page = page_of(exercise, language)
        for text in (page.task, *page.hints, *page.afterwards):
            made = list(prose(text))
            lines = [line for line in text.splitlines() if not line.startswith(FENCE)]
            assert " ".join(made).split() == " ".join(lines).split()
            broken = [one for one in made if width(one) > 80 and one.strip() not in lines and " " in one.strip()]
            assert broken == [], exercise.id
