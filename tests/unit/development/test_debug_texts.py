"""The sentences of the debug page."""

import re

import pytest

from wsgi_apps.development.debug_texts import LANGUAGES, SAYS, language_of, say

PLACES = re.compile(r"\{(\w+)\}")


@pytest.mark.parametrize("key", SAYS)
def test_each_sentence_is_there_in_both_languages(key):
    english, korean = SAYS[key]
    assert set(PLACES.findall(english)) == set(PLACES.findall(korean))
    assert re.search("[가-힣]", korean) or not re.search("[A-Za-z]", PLACES.sub("", english))


def test_a_sentence_is_filled_in():
    assert say("mean", "en", name="a.html") == "Did you mean a.html?"
    assert "a.html" in say("mean", "ko", name="a.html")


def test_the_language_is_one_of_both():
    assert [language_of({"HTTP_ACCEPT_LANGUAGE": one}) for one in ("ko-KR", "en-GB", "*", "x")] == ["ko", *["en"] * 3]
    assert language_of({}) in LANGUAGES
