"""A Sphinx extension: the pages that are made from other files. What is read on GitHub where it lies is a page here.

A link between two files of the project works in both places: here it leads from page to page.
"""

from __future__ import annotations

import ast
import os
import re
import shutil
import subprocess
import sys
from difflib import unified_diff
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from sphinx.errors import ExtensionError

from wsgi_apps.tools.doctor import page as doctor
from wsgi_apps.tools.playground.programs import has_application, runs

if TYPE_CHECKING:
    from sphinx.application import Sphinx

DOCS = Path(__file__).resolve().parent
ROOT = DOCS.parent
EXAMPLES = ROOT / "examples"
PACKAGE = ROOT / "wsgi_apps"
MODULES = DOCS / "modules"

START = "# Begin with two commands\n"  # the README is the first page here, below the one with the project's name
XRAY = DOCS / "xray.md"
#: pages whose Korean is complete, one a line; tests/pages/test_korean.py holds each of them to it
DONE = DOCS / "locales" / "ko" / "done.txt"
#: The page of the X-ray book for a page that is not a lab's.
BOOK = {DOCS / "life_of_a_request.md": "life", XRAY: "lab03_url_variables"}
#: The process that writes the book.
BOOKS: list[subprocess.Popen[bytes]] = []
#: a link of the list of pages at the side, and where it leads
LISTED = re.compile(r'(<a class="(?:current )?reference internal") href="([^"]*)"')
LINK = re.compile(r"(!?)\[([^\]]*)\]\(([^()\s#:]+)(#[^)\s]*)?\)")
#: the line of a README that leads to its Korean; the book has a switch on each page instead
OTHER_LANGUAGE = {"[한국어](README.ko.md)": "[English](README.md)"}
#: what stands above a folded answer, which is HTML and so not in the catalogues
FOLDED = {
    "<summary>The answer</summary>": "<summary>정답</summary>",
    ">Run it here</a>": ">여기서 실행하기</a>",
    "playground/index.html?lang=en": "../playground/index.html?lang=ko",
}
#: where `make playground` leaves the page that runs the labs in a browser
PLAYGROUND = ROOT / "build" / "playground"
OPEN = "<!-- open the playground -->"
#: the door of the first page to the page that says how to make it
DOOR = "**[Run it here](playground.md)**"
#: what a program is written in -> how it is coloured
LANGUAGES = {
    ".py": "python",
    ".sh": "bash",
    ".html": "html+jinja",
    ".ini": "ini",
    ".service": "ini",
    ".socket": "ini",
    ".sql": "sql",
    ".yaml": "yaml",
}
#: the programs of a lab in the order of the lesson
FIRST = ["raw.py", "with_webob.py", "ours.py", "flask_app.py"]


def setup(app: Sphinx) -> dict[str, bool]:
    """Write the pages that are made from other files, and lead the links of all the others to them."""
    app.connect("config-inited", lambda app, config: write_all())
    app.connect("builder-inited", begin_book)
    app.connect("build-finished", end_book)
    app.connect("build-finished", lend_playground)
    app.connect("source-read", lead_links)
    app.connect("autodoc-skip-member", is_proxy)
    app.connect("html-page-context", other_language)
    app.connect("html-page-context", mark_english, priority=900)  # when the theme has made its list
    return {"parallel_read_safe": True}


def is_proxy(app: Sphinx, what: str, name: str, thing: object, skip: bool, options: object) -> bool | None:
    """Return True for a proxy, such as ``request``: outside of a request there is nothing to describe."""
    return True if type(thing).__name__ == "Proxy" else None


def other_language(app: Sphinx, page: str, template: str, context: dict[str, object], tree: object) -> None:
    """Give each page the address of the same page in the other language: ``make docs`` builds Korean into a folder of English."""
    up = "../" * page.count("/")
    context["other_language"] = f"{up}../{page}.html" if app.config.language == "ko" else f"{up}ko/{page}.html"


@cache
def done() -> list[str]:
    """Return the names of the pages whose Korean is complete, such as ``course/lab01_static_routes``."""
    return DONE.read_text(encoding="utf-8").split()


def mark_english(app: Sphinx, page: str, template: str, context: dict[str, object], tree: object) -> None:
    """Let the list of pages of the Korean edition say which titles are English: those of pages without Korean."""
    if app.config.language == "ko":
        listed = str(context.get("furo_navigation_tree", ""))
        context["furo_navigation_tree"] = LISTED.sub(lambda link: marked(link, page), listed)


def marked(link: re.Match[str], page: str) -> str:
    """Return the beginning of a link (str) in that list on a ``page``, with its language if this is English."""
    target = page if link[2] == "#" else os.path.normpath(Path(page).parent / link[2])
    return link[0] if target.removesuffix(".html") in done() else f'{link[1]} lang="en" href="{link[2]}"'


def lead_links(app: Sphinx, docname: str, source: list[str]) -> None:
    """Let the links of a page that was written by hand lead to pages; the page of a module gets what is in it."""
    page = DOCS / f"{docname}.md"
    if page not in made_from():
        source[0] = with_links(source[0], page, page).replace(OPEN, run_here("", ""))
        if app.builder.format == "html":  # a catalogue has the page as it is without a playground
            source[0] = source[0].replace(DOOR, door())
        if page.is_relative_to(MODULES):
            source[0] += described(".".join(page.relative_to(MODULES).with_suffix("").parts))
    if app.config.language == "ko":
        source[0] = in_korean(source[0])


@cache
def labs() -> list[Path]:
    """Return the folders (list of Path) of the labs, in the order of the course."""
    return sorted(path.parent for path in EXAMPLES.glob("*/README.md"))


@cache
def made_from() -> dict[Path, Path]:
    """Return the pages (Path) that are made here, each with the file (Path) that it is made from."""
    return {
        DOCS / "start.md": ROOT / "README.md",
        DOCS / "contributing.md": ROOT / "CONTRIBUTING.md",
        DOCS / "changes.md": ROOT / "CHANGELOG.md",
        DOCS / "course" / "index.md": EXAMPLES,
        MODULES / "index.md": PACKAGE,
        **{DOCS / "course" / f"{lab.name}.md": lab / "README.md" for lab in labs()},
    }


@cache
def page_of() -> dict[Path, Path]:
    """Return the page (Path) that shows a file or a folder (Path)."""
    return {
        **{source: page for page, source in made_from().items()},
        **{lab: DOCS / "course" / f"{lab.name}.md" for lab in labs()},
        DOCS: DOCS / "index.md",
        EXAMPLES / "server_table" / "callables.py": DOCS / "course" / "server_table.md",
        EXAMPLES / "README.md": DOCS / "course" / "index.md",
        ROOT / "ini" / "uwsgi.ini": DOCS / "configuration.md",
        ROOT / "ini" / "nginx.conf": DOCS / "configuration.md",
        **{PACKAGE / page.relative_to(MODULES).with_suffix(".py"): page for page in MODULES.rglob("*.md")},
        **{path.parent: MODULES / "index.md" for path in PACKAGE.glob("*/__init__.py") if path.parent.name != "tools"},
    }


def write_all() -> None:
    """Write every page that is made here, and remove those of labs that are gone."""
    made = made_from()
    for page in (DOCS / "course").glob("*.md"):
        if page not in made:
            page.unlink()
    for page, source in made.items():
        text = with_links(text_of(source), source, page)
        write(page, text + listings(source.parent) if source.parent in labs() else text)


def text_of(source: Path) -> str:
    """Return what a page is made from: the text (str) of a file, or the list of what is in a folder."""
    if source == EXAMPLES:
        return course_page()
    if source == PACKAGE:
        return modules_page()
    text = without_switch(source.read_text(encoding="utf-8"))
    return START + text.partition("\n")[2] if source == ROOT / "README.md" else text


def without_switch(text: str) -> str:
    """Return a text without the line that leads to the same in another language."""
    for line in OTHER_LANGUAGE:
        text = text.replace(f"{line}\n\n", "")
    return text


def in_korean(text: str) -> str:
    """Return a text with the Korean of what is in no catalogue."""
    for english, korean in (FOLDED | doctor.cures()).items():
        text = text.replace(english, korean)
    return text


def write(page: Path, text: str) -> None:
    """Write a ``page`` (Path), unless it is so already: what has not changed is not built anew."""
    page.parent.mkdir(exist_ok=True)
    if not page.exists() or page.read_text(encoding="utf-8") != text:
        page.write_text(text, encoding="utf-8")


def with_links(text: str, source: Path, page: Path) -> str:
    """Return the ``text`` (str) of a file, its links led from where it lies (``source``, Path) to the pages around ``page``."""
    return LINK.sub(lambda link: led(link, source.parent if source.is_file() else source, page), text)


def led(link: re.Match[str], folder: Path, page: Path) -> str:
    """Return a link (str) as it is written in ``page`` (Path); a folder without a page becomes plain text."""
    target = Path(os.path.normpath(folder / link[3]))
    if target == XRAY and "=" in (link[4] or ""):
        return moment(link[2], link[4], page)
    if target in listed(folder):
        return f"[{link[2]}](#{label(target)})"
    shown = page_of().get(target, target)
    if shown.is_dir():
        return link[2]
    return f"{link[1]}[{link[2]}]({os.path.relpath(shown, page.parent)}{link[4] or ''})"


# X-ray


def moment(text: str, fragment: str, page: Path) -> str:
    """Return a link to a moment of the X-ray page that belongs to a ``page``: HTML, since that page is not one of Sphinx's."""
    name = BOOK.get(page, page.stem)
    target = os.path.relpath(DOCS / "xray" / f"{name}.html", page.parent)
    shown = re.sub("`([^`]*)`", r"<code>\1</code>", text)
    return f'<a class="xray" href="{target}{fragment.replace("&", "&amp;")}">{shown}</a>'


def begin_book(app: Sphinx) -> None:
    """Begin to record the labs and to write their X-ray pages beside the others, in a process of its own."""
    if app.builder.format == "html":
        language = "ko" if app.config.language == "ko" else "en"
        words = ["-m", "wsgi_apps", "xray", "--book", str(Path(app.outdir, "xray")), "--lang", language]
        BOOKS.append(subprocess.Popen([sys.executable, *words], cwd=ROOT, stdout=subprocess.DEVNULL))


def end_book(app: Sphinx, error: Exception | None) -> None:
    """Wait for the book. Raises ExtensionError if it could not be written."""
    while BOOKS:
        if BOOKS.pop().wait():
            raise ExtensionError("The X-ray pages could not be written: python -m wsgi_apps xray --book says why.")


# Playground


def is_made() -> bool:
    """Return whether there is a playground to be put beside the pages."""
    return (PLAYGROUND / "index.html").is_file()


def run_here(fragment: str, up: str) -> str:
    """Return a link to the playground, at a place named by a ``fragment``, ``up`` so many folders; empty if it is not made."""
    if not is_made():
        return ""
    link = f'<p class="run-here"><a href="{up}playground/index.html?lang=en#{fragment}">Run it here</a></p>'
    return f"\n```{{raw}} html\n{link}\n```\n"


def door() -> str:
    """Return what the first page has as the door to the playground: it leads right there, if the playground is made."""
    return '**<a href="playground/index.html?lang=en">Run it here</a>**' if is_made() else DOOR


def lend_playground(app: Sphinx, error: Exception | None) -> None:
    """Copy the playground into the book; both languages share it."""
    if app.builder.format == "html" and app.config.language != "ko" and is_made():
        shutil.copytree(PLAYGROUND, Path(app.outdir, "playground"), dirs_exist_ok=True)


# Labs


def course_page() -> str:
    """Return the page (str) of the labs: what is said of them beside them, and their pages."""
    text = without_switch((EXAMPLES / "README.md").read_text(encoding="utf-8"))
    names = "\n".join(sorted((lab.name for lab in labs()), key="exercises".__eq__))  # that page is for authors
    return f"{text}\n```{{toctree}}\n:hidden:\n\n{names}\n```\n"


def language(program: Path) -> str:
    """Return what a ``program`` (Path) is written in (str): its name tells, or its first line; ``""`` if neither does."""
    if program.suffix == ".conf":
        return "nginx" if "location " in program.read_text(encoding="utf-8") else "text"
    if program.suffix:
        return LANGUAGES.get(program.suffix, "")
    with program.open("rb") as file:
        first = file.readline()
    return "bash" if first.startswith(b"#!") and first.rstrip().endswith(b"sh") else ""


@cache
def listed(lab: Path) -> list[Path]:
    """Return the programs (list of Path) of a ``lab`` (Path): every file in a known language."""
    if lab not in labs():
        return []
    found = [path for path in lab.rglob("*") if path.is_file() and language(path) and "__pycache__" not in path.parts]
    return sorted(found, key=order)


def order(program: Path) -> tuple[int, str, bool, Path]:
    """Return what programs are sorted by: those of the lesson first, others by name, and at last each trap before its cure."""
    kind, _, subject = program.stem.partition("_")
    if kind in ("trap", "cured"):
        return len(FIRST) + 1, subject, kind == "cured", program
    return FIRST.index(program.name) if program.name in FIRST else len(FIRST), "", False, program


def label(program: Path) -> str:
    """Return the name (str) of the place on its page where a program stands."""
    return "-".join(program.relative_to(EXAMPLES).parts)


def listings(lab: Path) -> str:
    """Return the end (str) of a lab's page: each program, and what separates ours from Flask's."""
    text = "\n## The programs\n" + "".join(listing(lab, program) for program in listed(lab))
    ours, theirs = lab / "ours.py", lab / "flask_app.py"
    if ours.exists() and theirs.exists():
        text += f"\n### What separates `ours.py` from `flask_app.py`\n\n```diff\n{difference(ours, theirs)}```\n"
    return text


def difference(old: Path, new: Path) -> str:
    """Return what separates two programs, as a text for a person: their names, and no folder of this machine."""
    lines = [program.read_text(encoding="utf-8").splitlines(keepends=True) for program in (old, new)]
    return "".join(unified_diff(*lines, old.name, new.name))


def listing(lab: Path, program: Path) -> str:
    """Return one ``program`` (Path) of a ``lab`` (Path) as a part of its page (str)."""
    head = f"\n({label(program)})=\n\n### `{program.relative_to(lab)}`\n"
    runs_here = runs(lab.name) and program.parent == lab and has_application(program)
    here = run_here(f"{lab.name.partition('_')[0]}/{program.stem}", "../") if runs_here else ""
    return f"{head}{here}\n```{{literalinclude}} {from_page(program)}\n:language: {language(program)}\n```\n"


def from_page(program: Path) -> str:
    """Return the path (str) of a ``program`` (Path) from the folder of the labs' pages."""
    return os.path.relpath(program, DOCS / "course")


# Modules


def contents() -> list[tuple[str, list[tuple[str, str]]]]:
    """Return the layers, lowest first: the heading of each, and its modules (dotted names) with the purpose of each."""
    docstring = ast.get_docstring(ast.parse((PACKAGE / "__init__.py").read_text(encoding="utf-8"))) or ""
    layers = re.findall(r"(?ms)^((?:Layer \d+|Beside [\w ]+), .*?):\n\n(.*?)(?=\n\n|\Z)", docstring)
    return [(title.replace("\n", " "), re.findall(r"(?m)^- ``([\w.]+)``: (.*)$", text)) for title, text in layers]


def modules_page() -> str:
    """Return the page (str) that lists the modules."""
    return HEAD + "".join(layer(title, modules) for title, modules in contents())


HEAD = """# The modules

The package is in layers. Read the layers from the bottom up, and the modules of a layer in the order of its list. A module
imports only from modules above it in these lists, and a test checks this. Each page gives the reasons for the design of a
module, and then lists its functions and classes.

![The layers of the package with their modules, and which layer imports from which](../docs/layers.svg)

An arrow leads from a layer to a layer that it imports from. `speed`, `testing` and `development` stand beside the layers: you
may skip them. A dashed arrow is an import that happens only when a program needs it.
"""


def layer(title: str, modules: list[tuple[str, str]]) -> str:
    """Return the part (str) of that page with the ``modules`` of a layer, pairs of a dotted name and a purpose."""
    paths = {name: name.replace(".", "/") for name, _ in modules}
    rows = "".join(f"| [`{name}`]({paths[name]}.py) | {purpose} |\n" for name, purpose in modules)
    names = "\n".join(paths.values())
    caption = ", ".join(title.partition(":")[0].split(", ")[:2])
    tree = f"```{{toctree}}\n:hidden:\n:caption: {caption}\n\n{names}\n```\n"
    return f"\n## {title}\n\n| module | purpose |\n|---|---|\n{rows}\n{tree}"


def described(name: str) -> str:
    """Return the end (str) of the page of a module (str, its dotted name): what its docstrings say."""
    module = f".. automodule:: wsgi_apps.{name}\n   :members:\n   :ignore-module-all:\n"
    return f"\n## What is in it\n\n```{{eval-rst}}\n{module}```\n"
