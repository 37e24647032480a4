"""The Korean edition is complete and in step: what ``docs/locales/ko/done.txt`` lists says in Korean what the page says in English."""

import posixpath
import re
import sys
import tomllib
from collections import Counter

import pytest

from tests.support.layers import DARK
from tests.support.servers import ROOT
from wsgi_apps.tools.xray.page import texts
from wsgi_apps.tools.xray.steps import LEVELS

sys.path.insert(0, str(ROOT / "docs"))
import korean

sys.path.pop(0)

DONE = korean.done()
TERMS = tomllib.loads((korean.DONE.parent / "terms.toml").read_text(encoding="utf-8"))
#: the English terms of the glossary, which stand beside the Korean ones in both editions
ENTRIES = set(re.findall(r"(?m)^(\S.*)\n\S.*\n  \S", (ROOT / "docs" / "glossary.md").read_text(encoding="utf-8")))
CODE = re.compile(r"``.+?``|`[^`]+`")
LINKS = re.compile(r"(?:\]\(|href=\")([^)\s\"]+)[)\"]")


def messages(name):
    """Return the messages of a page, English and Korean."""
    return [(str(one.id), str(one.string)) for one in korean.read(korean.CATALOGUES / f"{name}.po") if one.id]


def words(text):
    """Return a text without code, and without where its links lead."""
    return LINKS.sub("]", CODE.sub(" ", text))


def test_the_list_has_pages_that_are_there():
    assert len(DONE) == len({*DONE})
    assert [name for name in DONE if not (korean.CATALOGUES / f"{name}.po").exists()] == []
    assert {
        path.relative_to(korean.CATALOGUES).with_suffix("").as_posix() for path in korean.CATALOGUES.rglob("*.po")
    } == {*DONE, "sphinx"}


@pytest.mark.parametrize("name", DONE)
def test_every_message_is_translated(name):
    catalogue = korean.read(korean.CATALOGUES / f"{name}.po")
    assert [one.id for one in catalogue if one.id and (not one.string or one.fuzzy)] == []
    assert not catalogue.obsolete


@pytest.mark.parametrize("name", DONE)
def test_code_numbers_and_links_are_those_of_the_english_page(name):
    for english, translated in messages(name):
        assert Counter(CODE.findall(english)) == Counter(CODE.findall(translated)), english
        assert Counter(LINKS.findall(english)) == Counter(LINKS.findall(translated)), english
        assert Counter(re.findall(r"\d+", words(english))) == Counter(re.findall(r"\d+", words(translated))), english


@pytest.mark.parametrize("name", DONE)
def test_sentences_are_korean(name):
    for english, translated in messages(name):
        prose = re.sub(r"\[[\w./-]+\]", "", words(english))  # the name of a file is not
        if len(re.findall(r"\b[a-z]{2,}\b", prose)) >= 3 and english not in ENTRIES:
            assert re.search("[가-힣]", words(translated)), english


@pytest.mark.parametrize("name", DONE)
def test_terms_are_those_of_the_glossary(name):
    for english, translated in messages(name):
        for term in TERMS["term"]:
            for avoided in term.get("avoid", []):
                assert avoided not in words(translated), f"{avoided}: write {term['ko']}, in {english!r}"
            if term.get("always") and re.search(rf"(?i)\b{term['en']}s?\b", words(english)):
                assert term["ko"] in translated or term["en"].lower() in translated.lower(), (
                    f"{term['en']} in {english!r}"
                )


@pytest.mark.parametrize(("name", "least"), [("check", 90), ("doctor", 90), ("facts", 50)])
def test_rules_have_the_korean_of_their_table(name, least):
    rules = korean.of_rules(name)
    assert len(rules) >= least
    assert rules.items() <= korean.translations(name).items()


def titles():
    """Return the English title and the Korean one of each page on the list."""
    made = korean.made_from()
    for name in DONE:
        page = korean.pages.DOCS / f"{name}.md"
        text = (made.get(page) or page).read_text(encoding="utf-8")
        title = korean.pages.START if name == "start" else text
        english = title.partition("\n")[0].removeprefix("# ")
        yield name, english, korean.translations(name)[english]


#: a link to a page: how it is named, and where it leads
NAMED = re.compile(r"\[([^\]]+)\]\(([^)#\s]+)\.md\)")


def links():
    """Return each link to a page: the page that it is on, where it leads, and how it is named in both languages."""
    for name in DONE:
        for english, translated in messages(name):
            shown = {link: text for text, link in NAMED.findall(translated)}
            for text, link in NAMED.findall(english):
                yield name, posixpath.normpath(posixpath.join(posixpath.dirname(name), link)), text, shown[link]


def test_a_link_that_has_the_title_of_a_page_has_it_in_korean():
    known = {name: (english.lower(), title) for name, english, title in titles()}
    named = [(*link, known[link[1]][1]) for link in links() if link[2].lower() == known.get(link[1], ("",))[0]]
    assert len(named) >= 5
    assert [(page, shown, title) for page, _, _, shown, title in named if shown != title] == []


def test_x_ray_has_the_same_words_on_its_page_and_in_the_book():
    said, book = texts(), korean.translations("xray")
    stages = [text for key, text in said.items() if key.startswith("stage-") and len(text) == 2]
    assert len(stages) >= 10
    assert {english: book[english] for english, _ in stages} == {one: f"{other} ({one})" for one, other in stages}
    levels = next(translated for english, translated in book.items() if "*Yours*" in english)
    assert re.findall(r"\*(.+?)\*", levels) == [said[f"level-{level}"][1] for level in LEVELS]


def test_the_glossary_has_every_term():
    glossary = (ROOT / "docs" / "glossary.md").read_text(encoding="utf-8")
    for term in TERMS["term"]:
        assert re.search(rf"(?mi)^{re.escape(term['en'])}\b", glossary), term
        assert term["ko"] in glossary, term


@pytest.mark.parametrize("name", korean.COUNTED)
def test_numbers_that_change_with_the_code_are_in_no_catalogue(name):
    page = (ROOT / "docs" / f"{name}.md").read_text(encoding="utf-8")
    numbers = set(re.findall(r"(?<=\| )[\d,]+(?= \|)", page))
    assert len(numbers) >= 20
    assert numbers.isdisjoint(korean.translations(name))


def test_what_code_hosts_show_is_made_from_the_catalogues():
    written = korean.readmes()
    assert {page: page.read_text(encoding="utf-8") for page in written} == written
    assert {path for path in ROOT.glob("**/README.ko.md") if ".venv" not in path.parts} == {*written}


@pytest.mark.parametrize(
    ("heading", "name"),
    [
        ("How to do a lab", "how-to-do-a-lab"),
        ("The trap: `PATH_INFO` is a str", "the-trap-path_info-is-a-str"),
        ("실습하는 방법", "실습하는-방법"),
    ],
)
def test_place_of_a_heading(heading, name):
    assert korean.slug(heading) == name


# Drawings

#: what a drawing says in both languages: a name with a dot, a call, a line of HTTP, JSON or bytes
SAME = re.compile(
    r"""HTTP/1\.1 .*|POST .*|[A-Z][\w-]+: \d+|\{.*|b'.*|Hello .*|return .*|[\w.\["\]]+\(.*|\w+\.\w+(, \w+\.\w+)*"""
)


def test_drawings_are_written_from_their_words():
    for drawing, text in korean.drawings().items():
        assert drawing.read_text(encoding="utf-8") == text, "python docs/korean.py writes it"


def test_every_word_of_a_drawing_is_korean_or_code():
    tables = tomllib.loads((korean.DONE.parent / "drawings.toml").read_text(encoding="utf-8"))
    for name, words in tables.items():
        shown = korean.WORDS.findall((korean.pages.DOCS / f"{name}.svg").read_text(encoding="utf-8"))
        assert set(words) <= set(shown)
        assert [one for one in shown if one not in words and not SAME.fullmatch(one)] == []


def test_drawings_have_the_same_dark_colours():
    for name in ("layers", "request", "life"):
        assert DARK in (korean.pages.DOCS / f"{name}.svg").read_text(encoding="utf-8")
