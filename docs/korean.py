"""The Korean edition: catalogues that keep step with the English pages, and what is made from them for code hosts.

``python docs/korean.py`` takes what ``make docs-catalogue`` found into ``docs/locales/ko/LC_MESSAGES``, a file a page. It writes each
``README.ko.md`` from its catalogue, and each ``docs/NAME.ko.svg`` from its table in ``drawings.toml``. A message whose English changed
a little keeps its Korean and is marked fuzzy: look at it again, then take the mark away.

The rules of ``check`` and ``doctor``, and the facts, have both languages in their tables: their Korean is changed there, never in a
catalogue.
"""

from __future__ import annotations

import os
import re
import sys
import tomllib
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po, write_po
from markdown_it import MarkdownIt

sys.path.insert(0, str(Path(__file__).parents[1]))
sys.path.insert(0, str(Path(__file__).parent))
import pages
from pages import DONE, done

from wsgi_apps.tools.check import page as check
from wsgi_apps.tools.doctor import page as doctor

if TYPE_CHECKING:
    from markdown_it.token import Token

TEMPLATES = pages.ROOT / "build" / "catalogue"
CATALOGUES = pages.DOCS / "locales" / "ko" / "LC_MESSAGES"
#: pages that count the code: a catalogue with their numbers would change whenever the code does
COUNTED = ("reading",)
NUMBER = re.compile(r"[\d,]+")
MARKDOWN = MarkdownIt("commonmark").enable("table")


def main() -> None:
    """Take the catalogues of the English pages into the Korean ones, and write what is made from these."""
    for name in done():
        update(name)
    for page, text in (readmes() | drawings()).items():
        page.write_text(text, encoding="utf-8")


# Catalogues


def update(name: str) -> None:
    """Bring the catalogue of a page up to what the page says now; messages that are gone from it go."""
    file = CATALOGUES / f"{name}.po"
    korean = read(file) if file.exists() else Catalog(locale="ko")
    korean.update(template(name), update_header_comment=False)
    korean.obsolete.clear()
    rules = of_rules(name)
    for message in korean:
        text = str(message.id)
        known = rules.get(text) or (by_itself(text) if text and (message.fuzzy or not message.string) else "")
        if known:
            message.string = known
            message.flags.discard("fuzzy")
    file.parent.mkdir(parents=True, exist_ok=True)
    with file.open("wb") as written:
        write_po(written, korean, width=0, omit_header=False, include_lineno=False, no_location=True)
    text = file.read_text(encoding="utf-8")
    file.write_text(HEAD + text.partition("\n\n")[2], encoding="utf-8")


def template(name: str) -> Catalog:
    """Return the messages of a page as ``make docs-catalogue`` found them; those of a page that counts, without its numbers."""
    found = read(TEMPLATES / f"{name}.pot")
    for text in [str(message.id) for message in found if name in COUNTED]:
        if NUMBER.fullmatch(text):
            found.delete(text)
    return found


def by_itself(text: str) -> str:
    """Return what needs no translator: a message without words, or one that another page has in Korean; else nothing."""
    bare = re.sub(r"`[^`]*`|\]\([^)]*\)", "", text)
    if not re.search("[A-Za-z]{2}", bare) or re.fullmatch(r"\[[\w./-]+", bare):
        return text
    if text in titles():
        return titles()[text]
    return next((korean[text] for korean in map(translations, done()) if text in korean), "")


@cache
def titles() -> dict[str, str]:
    """Return the titles of the exercises, which have both languages, each with its Korean."""
    texts = (pages.EXAMPLES / "exercises").glob("*/*/en.md")
    return {title_of(english): title_of(english.with_name("ko.md")) for english in texts}


@cache
def of_rules(name: str) -> dict[str, str]:
    """Return the messages of a page that a table of rules makes in both languages, each with its Korean."""
    made = {"check": check.in_korean, "doctor": doctor.in_korean, "facts": of_facts}
    page = pages.DOCS / f"{name}.md"
    pairs = made[name]().items() if name in made else ()
    return {pages.with_links(one, page, page): pages.with_links(other, page, page) for one, other in pairs}


def of_facts() -> dict[str, str]:
    """Return what each fact of the course says, with its Korean, and its source, which keeps the title it has in English."""
    facts = tomllib.loads((pages.EXAMPLES / "exercises" / "facts.toml").read_text(encoding="utf-8"))["fact"]
    sources = {fact["source"]: fact["source"] for fact in facts if "source" in fact}
    return {fact["says"]["en"]: fact["says"]["ko"] for fact in facts} | sources


def title_of(text: Path) -> str:
    """Return the title of the text of an exercise."""
    return text.read_text(encoding="utf-8").partition("\n")[0].removeprefix("# ")


HEAD = """msgid ""
msgstr ""
"Language: ko\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Plural-Forms: nplurals=1; plural=0;\\n"

"""


def read(file: Path) -> Catalog:
    """Return the catalogue in a file."""
    with file.open("rb") as lines:
        return read_po(lines, locale="ko" if file.suffix == ".po" else None)


@cache
def translations(name: str) -> dict[str, str]:
    """Return the messages of a page with their Korean."""
    file = CATALOGUES / f"{name}.po"
    catalogue = read(file) if file.exists() else Catalog(locale="ko")
    return {str(one.id): str(one.string) for one in catalogue if one.id and one.string and not one.fuzzy}


# Drawings

WORDS = re.compile(r"(?<=>)([^<>]+)(?=</(?:text|title)>)")


def drawings() -> dict[Path, str]:
    """Return each ``docs/NAME.ko.svg``, with its text; Sphinx shows it in place of ``NAME.svg`` on Korean pages."""
    tables = tomllib.loads((DONE.parent / "drawings.toml").read_text(encoding="utf-8"))
    return {pages.DOCS / f"{name}.ko.svg": drawn(pages.DOCS / f"{name}.svg", words) for name, words in tables.items()}


def drawn(drawing: Path, words: dict[str, str]) -> str:
    """Return the text of a drawing with its words in Korean."""
    return WORDS.sub(lambda found: words.get(found[1], found[1]), drawing.read_text(encoding="utf-8"))


# What code hosts show

LINK = re.compile(r"(?<=\]\()([^)\s]+)(?=\))")
#: a link to a moment of a request, which is HTML in the book
MOMENT = re.compile('<a class="xray" href="[^"#]*(#[^"]*)">(.*?)</a>')


def readmes() -> dict[Path, str]:
    """Return each ``README.ko.md`` that is made from a catalogue, with its text."""
    return {korean(source): translated(source, page) for page, source in made_from().items() if name_of(page) in done()}


@cache
def made_from() -> dict[Path, Path]:
    """Return the pages of the book that are a README elsewhere, each with that README."""
    files = {page: source / "README.md" if source.is_dir() else source for page, source in pages.made_from().items()}
    return {page: file for page, file in files.items() if file.name == "README.md" and file.exists()}


def name_of(page: Path) -> str:
    """Return the name of a page, as Sphinx has it: ``course/lab01_static_routes``."""
    return page.relative_to(pages.DOCS).with_suffix("").as_posix()


def korean(source: Path) -> Path:
    """Return where the Korean of a README stands."""
    return source.with_name("README.ko.md")


def translated(source: Path, page: Path) -> str:
    """Return the text of a README in Korean: each paragraph, heading and cell by the catalogue of its page."""
    lines = source.read_text(encoding="utf-8").splitlines()
    for first, last, token in reversed(pieces(lines)):
        new = in_korean(token.content, source, page)
        if last == first + 1:
            lines[first] = new.join(lines[first].rpartition(token.content)[::2])
        else:
            head = lines[first].partition(token.content.partition("\n")[0])[0]
            lines[first:last] = [head + new]
    return pages.in_korean("\n".join(lines) + "\n")


def pieces(lines: list[str]) -> list[tuple[int, int, Token]]:
    """Return the pieces of a text that are translated one by one, each with its first line and the line after its last."""
    found, place = [], (0, 0)
    for token in MARKDOWN.parse("\n".join(lines)):
        place = (token.map[0], token.map[1]) if token.map else place
        if token.type == "inline" and token.content:
            found.append((*place, token))
    return found


def in_korean(text: str, source: Path, page: Path) -> str:
    """Return the Korean of a piece of a README, its links led to Korean files; the text itself where there is none."""
    if text in pages.OTHER_LANGUAGE:
        return pages.OTHER_LANGUAGE[text]
    text = " ".join(text.split())
    found = translations(name_of(page)).get(pages.with_links(text, source, page), text)
    found = MOMENT.sub(lambda link: as_markdown(link, text), found)
    here = {target(pages.led(link, source.parent, page)): target(link[0]) for link in pages.LINK.finditer(text)}
    return LINK.sub(lambda link: led_to_korean(here.get(link[1], link[1]), source), found)


def as_markdown(link: re.Match[str], english: str) -> str:
    """Return a link to a moment as it is written in a README, which has it in English."""
    fragment = link[1].replace("&amp;", "&")
    address = next(one for one in LINK.findall(english) if one.endswith(fragment))
    shown = re.sub("</?code>", "`", link[2])
    return f"[{shown}]({address})"


def target(link: str) -> str:
    """Return where a link leads, as it is written."""
    return "".join(LINK.findall(link))


def led_to_korean(address: str, source: Path) -> str:
    """Return where a link of a README leads in the Korean one: to the Korean of another README, under its Korean headings."""
    path, _, heading = address.partition("#")
    file = Path(os.path.normpath(source.parent / path)) if path else source
    file = file / "README.md" if file.is_dir() else file
    if file.with_suffix(".ko.svg") in drawings():
        return address.replace(".svg", ".ko.svg")
    page = next((page for page, readme in made_from().items() if readme == file and name_of(page) in done()), None)
    if page is None:
        return address
    changed = path.replace("README.md", "README.ko.md")
    return f"{changed}#{headings(file, page).get(heading, heading)}" if heading else changed


@cache
def headings(source: Path, page: Path) -> dict[str, str]:
    """Return the names of the places of a README, each with its name in the Korean one, as code hosts make them."""
    found = {}
    for line in re.findall(r"(?m)^#+ (.*)$", source.read_text(encoding="utf-8")):
        found[slug(line)] = slug(in_korean(line, source, page))
    return found


def slug(heading: str) -> str:
    """Return the name that a code host gives to the place of a heading."""
    return re.sub(r"[^\w\- ]", "", heading.lower()).strip().replace(" ", "-")


if __name__ == "__main__":
    main()
