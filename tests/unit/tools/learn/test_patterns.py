"""Patterns of checks in a form that can be read."""

import re

import pytest

from wsgi_apps.tools.learn.exercise import exercises
from wsgi_apps.tools.learn.patterns import example, readable


@pytest.mark.parametrize(
    ("pattern", "shown"),
    [
        (r"(http://[^/]+)?/books/\?sort=pebble15", "/books/?sort=pebble15"),
        (r"(?i)attachment;.*filename\*=UTF-8''a%20b\.txt", "attachment;…filename*=UTF-8''a%20b.txt"),
        (r'(?i)text/html; ?charset="?utf-8"?', "text/html;charset=utf-8"),
        (r"(?i)application/json(; ?charset=utf-8)?", "application/json"),
        (r"^/x: till of (\d+), sold by \1$", "/x: till of 1, sold by 1"),
        (r"^[A-Z].{10,150}[.]$", "A…."),
        (r"(?:a|b)\|[^/]?[0-9a-f]{4}\w*", "a|0000"),
        (r"(a(b))", ""),
        (r"(?=a)b", ""),
        (r"[\d.]+ ms", "1 ms"),
    ],
)
def test_a_pattern_has_an_example(pattern, shown):
    assert example(pattern) == shown
    if shown and "…" not in shown:
        assert re.search(pattern, shown)


@pytest.mark.parametrize(
    ("what", "expected", "language", "said"),
    [
        ("headers", r"Location: ~(x)?/a\.b", "en", r"Location: such as /a.b (pattern: (x)?/a\.b)"),
        ("headers", r"Location: ~(x)?/a\.b", "ko", r"Location: /a.b 같은 값(패턴: (x)?/a\.b)"),
        ("matches", "~^a+$", "en", "such as a (pattern: ^a+$)"),
        ("matches", "~(a(b))", "en", "what fits the pattern (a(b))"),
        ("matches", "~(a(b))", "ko", "패턴 (a(b))에 맞는 값"),
        ("headers", "Location: /~kim", "en", "Location: /~kim"),
        ("json", "~a", "en", "~a"),
    ],
)
def test_what_is_expected_can_be_read(what, expected, language, said):
    assert readable(what, expected, language) == said


def test_every_pattern_of_an_exercise_has_an_example():
    found = {pattern for one in exercises() for check in one.checks for pattern in patterns(check)}
    assert found
    assert [one for one in found if not example(one)] == []


def patterns(check):
    """Yield the patterns of a check and of the requests that follow."""
    for table in (check, *check.get("then", ())):
        expect = table.get("expect", {})
        values = [*expect.get("headers", {}).values()] + [f"~{expect['matches']}" for _ in ("",) if "matches" in expect]
        yield from (one[1:] for one in values if isinstance(one, str) and one.startswith("~"))
