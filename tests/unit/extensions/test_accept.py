"""What a client likes best."""

import pytest

from tests.support.work import instructions
from wsgi_apps.extensions.accept import Accept, AcceptLanguage

JSON, HTML = "application/json", "text/html"

CHOICES = [
    ("the heavier one", "text/html;q=0.5, application/json", JSON),
    ("the first of equals", "application/json, text/html", HTML),
    ("a kind of text", "text/*", HTML),
    ("anything", "*/*", HTML),
    ("a weight of nothing is a refusal", "text/html;q=0, */*;q=0.1", JSON),
    ("what is malformed is passed over", "text/html;q=x, application/json;q=0.1", JSON),
    ("a weight above one is malformed", "application/json;q=7, text/html;q=0.1", HTML),
    ("so is a number in other digits", "application/json;q=١, text/html;q=0.1", HTML),
    ("nothing that is there", "image/png", None),
    ("what is said of it itself, not of all its kind", "application/json, text/*", JSON),
    ("no header", "", None),
    ("a kind that only begins alike", "te/*, textile/*, text", None),
]


@pytest.mark.parametrize(("header", "best"), [row[1:] for row in CHOICES], ids=[row[0] for row in CHOICES])
def test_best_match(header, best):
    assert Accept(header).best_match([HTML, JSON]) == best


def test_best_is_the_closest_of_the_clients_choices():
    assert Accept("text/*, text/html;q=0.9").best == "text/html"
    assert Accept("text/*, text/html").best == "text/html"
    assert Accept("*/*, text/*").best == "text/*"
    assert Accept("").best is None


def test_a_language_is_what_the_best_match_falls_back_to():
    assert ("EN-us" in AcceptLanguage("en-US"), "en-us" in AcceptLanguage("en"), "en" in Accept("en-us")) == (
        True,
        False,
        False,
    )
    assert Accept("ko, en;q=0.5").best_match(["en", "ko"], "fr") == "ko"
    assert Accept("ko").best_match(["en"], "fr") == "fr"
    assert AcceptLanguage("ko-KR, en;q=0.5").best_match(["en", "ko"]) == "en"
    assert AcceptLanguage("ko-KR").best_match(["en", "ko"]) == "ko"
    assert AcceptLanguage("ko-KR").best_match(["en"], "fr") == "fr"
    assert AcceptLanguage("ko").best_match(["en-US", "ko_KR"]) == "ko_KR"


FITS = [
    ("parameters with other spaces", Accept, "text/html ; Level=1", "TEXT/html;level=1", 1.0),
    ("other parameters", Accept, "text/html;level=1", "text/html;level=2", 0.0),
    ("another kind with the same letter", Accept, "text/*", "tiff/x", 0.0),
    ("another kind that goes on", Accept, "text/*", "textile/x", 0.0),
    ("any encoding", Accept, "*", "gzip", 1.0),
    ("any kind is not any encoding", Accept, "*/*", "gzip", 0.0),
    ("any language", AcceptLanguage, "*;q=0.5", "ko", 0.5),
]


@pytest.mark.parametrize(
    ("kind", "header", "value", "quality"), [row[1:] for row in FITS], ids=[row[0] for row in FITS]
)
def test_a_quality(kind, header, value, quality):
    assert (kind(header)[value], value in kind(header)) == (quality, quality > 0)


LANGUAGES = [
    ("the second one in its wider form", "ko-KR, ja-JP", ["en", "ja"], "ja"),
    ("the heavier one in its wider form", "ko-KR, ja-JP;q=0.9", ["ja", "ko"], "ko"),
    ("a language with a script", "ko-Kore-KR", ["en", "ko"], "ko"),
    ("an offer with a script", "ko", ["en", "ko-Kore-KR"], "ko-Kore-KR"),
    ("a form that the client does not want, with one that it wants", "ko-KR;q=0.4, en;q=0.5", ["ko-KR", "en"], "en"),
    ("no offer", "*", [], "none"),
]


@pytest.mark.parametrize(
    ("header", "offers", "best"), [row[1:] for row in LANGUAGES], ids=[row[0] for row in LANGUAGES]
)
def test_languages(header, offers, best):
    assert AcceptLanguage(header).best_match(offers, "none") == best


def test_where_nothing_is_offered_there_is_no_best():
    assert (Accept("*").best_match([]), Accept("*").best_match([], "none")) == (None, "none")


def test_twice_the_header_is_about_twice_the_work():
    once, twice = (instructions(Accept, "a/b;q=0.1," * times) for times in (400, 800))
    assert twice < 2.5 * once


@pytest.mark.parametrize("kind", [Accept, AcceptLanguage])
@pytest.mark.parametrize("unit", ["z,", "ko-KR;q=0.1,", ";a", "a/b;" + "c;" * 50 + ","])
def test_a_header_of_any_length_costs_no_more_than_a_hundred_choices(kind, unit):
    once, twice = (instructions(kind(unit * times).best_match, ["ko", "en", "text/html"]) for times in (20_000, 40_000))
    assert twice == once
    assert once + instructions(kind, unit * 40_000) < 1_000_000


def test_only_the_first_hundred_choices_of_a_usual_length_are_read():
    header = ",".join(f"a/{number}" for number in range(200))
    assert (len(Accept(header)), Accept(header)["a/99"], Accept(header)["a/100"]) == (100, 1.0, 0.0)
    assert Accept("a/" + "b" * 300 + ", text/html").best == "text/html"
    assert [len(Accept("a" * length)) for length in (199, 200, 201)] == [1, 1, 0]


def test_as_text_the_choices_are_a_header():
    assert str(Accept("a/b;q=0.5, text/html ; level=1,*/*;q=0")) == "text/html; level=1,a/b;q=0.5,*/*;q=0.0"
    assert Accept(str(Accept("a;q=0.1, b"))) == Accept("a;q=0.1, b")
