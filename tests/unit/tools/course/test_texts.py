"""The sentences of ``compare`` are in both languages."""

import re

import pytest

from wsgi_apps.tools.course.texts import SAYS, aspect, counted

HANGUL = re.compile("[가-힣]")


@pytest.mark.parametrize("key", SAYS)
def test_a_sentence_is_in_both_languages_with_the_same_values(key):
    english, korean = SAYS[key]
    assert not HANGUL.search(english)
    assert HANGUL.search(korean)
    assert sorted(re.findall(r"\{.*?\}", english)) == sorted(re.findall(r"\{.*?\}", korean))


@pytest.mark.parametrize("key", SAYS)
def test_no_korean_particle_follows_a_word_that_is_filled_in(key):
    """Which particle is right, 은 or 는, depends on the last letter of the word."""
    assert not re.search(r"\}['\"]?\(?(?:은|는|이|가|을|를|과|와|로|으로|라는)", SAYS[key][1])


@pytest.mark.parametrize(
    ("number", "language", "text"),
    [(1, "en", "1 lab"), (2, "en", "2 labs"), (0, "en", "0 labs"), (1, "ko", "실습 1개"), (2, "ko", "실습 2개")],
)
def test_a_number_has_its_noun(number, language, text):
    assert counted("labs", number, language) == text


@pytest.mark.parametrize(("name", "korean"), [("status", "상태 코드"), ("body", "본문"), ("Set-Cookie", "Set-Cookie")])
def test_an_aspect_has_a_name_in_korean_unless_it_is_a_header(name, korean):
    assert (aspect(name, "en"), aspect(name, "ko")) == (name, korean)
