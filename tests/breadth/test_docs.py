"""The docs are whole: they build without a warning, show every lab and every module, fetch nothing from elsewhere, and are in Korean."""

import re
from html.parser import HTMLParser
from urllib.parse import unquote

import pytest

from tests.pages.test_korean import DONE, korean, messages, words
from tests.support.layers import ORDER, pages
from tests.support.servers import ROOT
from tests.support.terminal import doing, steps

LABS = sorted(path.parent for path in (ROOT / "examples").glob("lab*/requests.toml"))


@pytest.fixture(scope="module")
def done(tmp_path_factory):
    """CONTRIBUTING, done in a copy of the project: the catalogues are brought up to date, and the Korean pages are built."""
    text = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    with doing("CONTRIBUTING.md", text, tmp_path_factory.mktemp("docs") / "wsgi_apps") as done:
        for step in steps(text):
            done.do(step)
    return done


@pytest.fixture(scope="module")
def html(done):
    return done.folder / "build" / "docs" / "ko"


def test_pages_and_catalogues_are_built_without_a_warning(done):
    assert not done.failures, "\n\n".join(done.failures)


def test_every_page_has_a_catalogue(done):
    catalogues, docs = done.folder / "build" / "catalogue", done.folder / "docs"
    names = {str(path.relative_to(catalogues).with_suffix("")) for path in catalogues.rglob("*.pot")}
    built = {str(path.relative_to(docs).with_suffix("")) for path in docs.rglob("*.md")}
    assert names - {"sphinx"} == built


class Page(HTMLParser):
    """A page as a browser reads it: what it fetches of itself to show it, where its links lead, and the places in it."""

    def __init__(self, path):
        super().__init__()
        self.fetched, self.links, self.ids = [], [], set()
        self.feed(path.read_text(encoding="utf-8"))

    def handle_starttag(self, tag, attributes):
        given = dict(attributes)
        self.ids.add(given.get("id"))
        if tag in ("script", "img", "iframe", "source", "video", "audio"):
            self.fetched.append(given.get("src"))
        if tag == "link" and given.get("rel") not in ("next", "prev", "index", "search", "canonical"):
            self.fetched.append(given.get("href"))
        if tag == "a" and "href" in given:
            self.links.append(given["href"])


@pytest.fixture(scope="module")
def read(html):
    return {path: Page(path) for path in html.rglob("*.html")}


def test_nothing_is_fetched_from_another_host(html, read):
    for path, page in read.items():
        assert [url for url in page.fetched if url and re.match(r"(\w+:)?//", url)] == [], path.name
    for style in html.rglob("*.css"):
        assert re.findall(r"(?:@import|url\()\s*['\"]?(?:\w+:)?//", style.read_text(encoding="utf-8")) == [], style.name
    assert sum(len(page.fetched) for page in read.values()) > 100


def test_every_link_leads_to_a_place_that_is_there(read, html):
    nowhere, followed = [], 0
    for path, page in read.items():
        for link in page.links:
            address, _, place = unquote(link).partition("#")
            if re.match(r"\w+:", address):
                continue
            target = (path.parent / address).resolve() if address else path
            if not target.is_relative_to(html):  # the English page, which is built by another command
                target = html / target.relative_to(html.parent)
            followed += 1
            is_there = "=" in place or place in read[target].ids if place and target in read else target.exists()
            if not is_there:
                nowhere.append(f"{path.name}: {link}")
    assert nowhere == []
    assert followed > 1000


@pytest.mark.parametrize("lab", LABS, ids=lambda lab: lab.name)
def test_every_lab_has_a_page_with_its_programs(html, lab):
    page = (html / "course" / f"{lab.name}.html").read_text(encoding="utf-8")
    for program in lab.glob("*.py"):
        assert f'id="{pages.label(program).lower().replace("_", "-").replace(".", "-")}"' in page
    assert f'href="{lab.name}.html"' in (html / "course" / "index.html").read_text(encoding="utf-8")


def test_every_page_of_a_module_has_what_is_in_it(html):
    for name in ORDER:
        page = (html / "modules" / f"{name.replace('.', '/')}.html").read_text(encoding="utf-8")
        assert f'id="module-wsgi_apps.{name}"' in page


# The Korean edition


@pytest.mark.parametrize("name", DONE)
def test_a_catalogue_is_in_step_with_its_page(name, done):
    file = (korean.CATALOGUES / f"{name}.po").relative_to(ROOT)
    assert (done.folder / file).read_text(encoding="utf-8") == (ROOT / file).read_text(encoding="utf-8")


def test_what_is_translated_is_in_the_book(done):
    for name in DONE:
        title = next(translated for english, translated in messages(name))
        assert re.escape(words(title).strip()[:4]) in re.escape(
            (done.folder / "build/docs/ko" / f"{name}.html").read_text(encoding="utf-8")
        )
