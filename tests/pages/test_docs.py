"""The pages of the docs: every module has one, links lead from page to page, and the first page has its doors."""

import re
from types import SimpleNamespace

import pytest

from tests.support.layers import LAYERS, ORDER, PACKAGE, pages
from tests.support.servers import ROOT

DOCS = ROOT / "docs"


def test_every_module_has_a_page_that_says_why():
    modules = DOCS / "modules"
    found = {".".join(path.relative_to(modules).with_suffix("").parts) for path in modules.rglob("*.md")}
    assert found - {"index"} == set(ORDER)
    for name in ORDER:
        text = (modules / f"{name.replace('.', '/')}.md").read_text(encoding="utf-8")
        assert text.startswith(f"# `{name}`\n\n")
        assert text.partition("\n## Why it is so\n")[2].count("\n- **") >= 3, name


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
