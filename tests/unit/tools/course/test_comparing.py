"""What a lab expects of a response, said in English and Korean."""

import pytest

from wsgi_apps.tools.course.asking import Answer
from wsgi_apps.tools.course.comparing import Differences, differences, judged, unexpected
from wsgi_apps.tools.course.manifest import Request

KNOWN = Differences({}, {"slashes": "A slash."}, {"slashes": "슬래시입니다."})


def request(expect=None, differs=None):
    wanted = {"raw": {"status": 200, **(expect or {})}}
    return Request("", "GET", "/", (), b"", False, wanted if expect is not None else {}, differs or {}, {}, {}, {})


@pytest.mark.parametrize(
    ("expect", "answer", "english", "korean"),
    [
        ({}, Answer(404), "the status is 404, not 200", "상태 코드는 404, 기대한 것은 200"),
        ({"body": "a"}, Answer(200, (), b"b"), "the body is 'b', not 'a'", "본문은 'b', 기대한 것은 'a'"),
        ({"json": 1}, Answer(200, (), b"2"), "the JSON is '2', not 1", "JSON은 '2', 기대한 것은 1"),
        (
            {"headers": {"Allow": "GET"}},
            Answer(200),
            "the header Allow is None, not 'GET'",
            "Allow 헤더는 None, 기대한 것은 'GET'",
        ),
        (
            {"contains": ["a"]},
            Answer(200, (), b"b"),
            "the body 'b' does not contain 'a'",
            "본문 'b'에 들어 있지 않은 것: 'a'",
        ),
        ({}, Answer(0, failure="OSError: no"), "no answer: OSError: no", "응답이 없습니다: OSError: no"),
    ],
)
def test_what_is_unexpected_is_said_in_the_language_of_the_reader(expect, answer, english, korean):
    asked = request(expect)
    assert list(unexpected(asked, "raw", answer)) == [english]
    assert list(unexpected(asked, "raw", answer, "ko")) == [korean]


@pytest.mark.parametrize(
    ("differs", "answers", "english", "korean"),
    [
        ({}, (Answer(200), Answer(404)), "status differs", "상태 코드: 서로 다릅니다"),
        (
            {"body": "slashes"},
            (Answer(200), Answer(200)),
            "body should differ, but is the same",
            "본문: 달라야 하지만 같습니다",
        ),
        (
            {"body": "none"},
            (Answer(200, (), b"a"), Answer(200, (), b"b")),
            "there is no reason 'none'",
            "이유 'none': 그런 이유는 없습니다",
        ),
    ],
)
def test_the_verdict_is_said_in_the_language_of_the_reader(differs, answers, english, korean):
    asked, found = request(differs=differs), dict(zip(("raw", "ours"), answers, strict=True))
    assert judged(asked, found, KNOWN).wrong == (english,)
    assert judged(asked, found, KNOWN, "ko").wrong == (korean,)


def test_a_reason_without_korean_stays_english():
    assert (KNOWN.reason("slashes", "en"), KNOWN.reason("slashes", "ko")) == ("A slash.", "슬래시입니다.")
    assert Differences({}, {"slashes": "A slash."}).reason("slashes", "ko") == "A slash."


def test_each_reason_of_the_labs_is_in_both_languages():
    known = differences()
    assert known.reasons.keys() == known.korean.keys()
