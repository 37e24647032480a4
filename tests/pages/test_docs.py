"""The docs are whole: they build without a warning, show every lab and every module, and fetch nothing from elsewhere."""

import re
from html.parser import HTMLParser
from types import SimpleNamespace
from urllib.parse import unquote

import pytest

from tests.support.layers import LAYERS, ORDER, PACKAGE, pages
from tests.support.servers import ROOT

DOCS = ROOT / "docs"
LABS = sorted(path.parent for path in (ROOT / "examples").glob("lab*/requests.toml"))


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


def test_every_module_has_a_page_that_says_why():
    modules = DOCS / "modules"
    found = {".".join(path.relative_to(modules).with_suffix("").parts) for path in modules.rglob("*.md")}
    assert found - {"index"} == set(ORDER)
    for name in ORDER:
        text = (modules / f"{name.replace('.', '/')}.md").read_text(encoding="utf-8")
        assert text.startswith(f"# `{name}`\n\n")
        assert text.partition("\n## Why it is so\n")[2].count("\n- **") >= 3, name


def test_every_page_of_a_module_has_what_is_in_it(html):
    for name in ORDER:
        page = (html / "modules" / f"{name.replace('.', '/')}.html").read_text(encoding="utf-8")
        assert f'id="module-wsgi_apps.{name}"' in page


def test_the_list_of_modules_has_the_layers():
    assert [title.partition(",")[0] for title in LAYERS] == [
        *("Layer 0", "Layer 1", "Layer 2", "Layer 3", "Beside the core"),
        *("Layer 4", "Beside the extensions", "Layer 5"),
    ]
    assert {name: (PACKAGE / f"{name.replace('.', '/')}.py").exists() for name in ORDER} == dict.fromkeys(ORDER, True)
    page = pages.modules_page()
    places = [page.index(f"\n## {title}\n") for title in LAYERS]
    assert places == sorted(places)
    assert page.count("\n| [`") == len(ORDER)


@pytest.mark.parametrize(
    ("link", "led"),
    [
        ("[b](../README.md)", "[b](start.md)"),
        ("[b](../README.md#two-commands)", "[b](start.md#two-commands)"),
        ("[b](../examples/)", "[b](course/index.md)"),
        ("[b](../examples/lab01_static_routes/README.md)", "[b](course/lab01_static_routes.md)"),
        ("[b](../wsgi_apps/routing/mount.py)", "[b](modules/routing/mount.md)"),
        ("[b](../wsgi_apps/environ.py)", "[b](modules/environ.md)"),
        ("[b](../wsgi_apps/routing/)", "[b](modules/index.md)"),
        ("[b](routing.md)", "[b](routing.md)"),
        ("![b](life.svg)", "![b](life.svg)"),
        ("[b](../tests/)", "b"),
        ("[b](https://example.com/x)", "[b](https://example.com/x)"),
        ("    return TABLE[sign](int(first), 2)", "    return TABLE[sign](int(first), 2)"),
    ],
)
def test_links_lead_from_page_to_page(link, led):
    assert pages.with_links(link, DOCS / "index.md", DOCS / "index.md") == led


def test_links_of_a_lab_lead_to_its_listings():
    lab = ROOT / "examples" / "lab01_static_routes" / "README.md"
    page = DOCS / "course" / "lab01_static_routes.md"
    assert pages.with_links("[raw.py](raw.py)", lab, page) == "[raw.py](#lab01_static_routes-raw.py)"
    assert pages.with_links("[r](../../docs/routing.md)", lab, page) == "[r](../routing.md)"


# The first page


def first_page(language, builder="html"):
    """Return the first page as Sphinx is given it."""
    app = SimpleNamespace(config=SimpleNamespace(language=language), builder=SimpleNamespace(format=builder))
    source = [(DOCS / "index.md").read_text(encoding="utf-8")]
    pages.lead_links(app, "index", source)
    return source[0]


DOORS = re.compile(r"""(?m)^:::\{container\} door\n\*\*(?:\[.*\]\((.*)\)|<a href="(.*)">.*</a>)\*\*\n\n(?=\S)""")
LAB, EXERCISE = "course/index.md", "learn.md"


def test_the_first_page_has_three_doors(tmp_path, monkeypatch):
    monkeypatch.setattr(pages, "PLAYGROUND", tmp_path)  # in which there is none
    assert DOORS.findall(first_page("en")) == [(LAB, ""), ("playground.md", ""), (EXERCISE, "")]


@pytest.mark.parametrize(
    ("language", "builder", "door"),
    [
        ("en", "html", ("", "playground/index.html?lang=en")),
        ("ko", "html", ("", "../playground/index.html?lang=ko")),
        ("en", "", ("playground.md", "")),  # a catalogue is the same with and without a playground
    ],
)
def test_a_door_leads_right_to_the_playground_that_was_made(language, builder, door, tmp_path, monkeypatch):
    monkeypatch.setattr(pages, "PLAYGROUND", tmp_path)
    (tmp_path / "index.html").touch()
    assert DOORS.findall(first_page(language, builder)) == [(LAB, ""), door, (EXERCISE, "")]


def test_glossary_has_each_term_in_both_languages():
    glossary = (DOCS / "glossary.md").read_text(encoding="utf-8")
    terms = re.findall(r"(?m)^(\S.*)\n(\S.*)\n  \S", glossary)
    assert len(terms) >= 60
    assert len(set(terms)) == len(terms)
    assert all(re.search("[가-힣]", korean) for _, korean in terms)
