"""What a page shows of a program is what the program says: each listing is a function of a file, under the file's name.

``<!-- listing: raw.py greet -->`` in a page is followed by the source of the function, class or name ``greet``, or by the lines
``12-20``; ``pytest --write-tables tests/pages/test_listings.py`` writes it there.
"""

import ast
import re

import pytest

from tests.support.terminal import ROOT, files_of_the_project

LISTING = re.compile(r"<!-- listing: (\S+) (\S+) -->\n\n(```\w+\n.*?^```\n)?", re.MULTILINE | re.DOTALL)
PAGES = {
    name: ROOT / name
    for name in files_of_the_project()
    if name.endswith("README.md") or re.fullmatch(r"docs/[^/]+\.md", name)
}
WITH_LISTINGS = [name for name, page in PAGES.items() if LISTING.search(page.read_text(encoding="utf-8"))]


def lines_of(source, what):
    """Return what a listing shows of a program: the lines ``3-7``, or those of a name at the top, with its decorators."""
    lines = source.splitlines()
    if numbers := re.fullmatch(r"(\d+)-(\d+)", what):
        return lines[int(numbers[1]) - 1 : int(numbers[2])]
    for node in ast.walk(ast.parse(source)):
        if what in names(node):
            first = min([node.lineno, *(decorator.lineno for decorator in getattr(node, "decorator_list", []))])
            return lines[first - 1 : node.end_lineno]
    raise AssertionError(f"There is no {what}: name a function, a class, a variable or lines such as 3-7.")


def names(node):
    """Return the names that a statement gives to something."""
    if isinstance(node, ast.FunctionDef | ast.ClassDef):
        return {node.name}
    targets = node.targets if isinstance(node, ast.Assign) else []
    return {target.id for target in targets if isinstance(target, ast.Name)}


def listing(page, file, what):
    """Return the block of a page that shows a part of a file beside it."""
    program = page.parent / file
    lines = lines_of(program.read_text(encoding="utf-8"), what)
    indent = min(len(line) - len(line.lstrip()) for line in lines if line.strip())
    shown = "\n".join(line[indent:] for line in lines)
    return f"<!-- listing: {file} {what} -->\n\n```python\n{shown}\n```\n"


@pytest.mark.parametrize("name", WITH_LISTINGS)
def test_a_listing_is_what_the_program_says(name, the_page_has):
    page = PAGES[name]
    text = page.read_text(encoding="utf-8")
    the_page_has(page, LISTING.sub(lambda found: listing(page, found[1], found[2]) + "\n" * (not found[3]), text))


SOURCE = """import os

PAGES = {
    "/": 1,
}


@os.register
def greet(name):
    return name
"""


@pytest.mark.parametrize(
    ("what", "shown"),
    [
        ("PAGES", ["PAGES = {", '    "/": 1,', "}"]),
        ("greet", ["@os.register", "def greet(name):", "    return name"]),
        ("1-1", ["import os"]),
    ],
)
def test_lines_of_a_program(what, shown):
    assert lines_of(SOURCE, what) == shown


def test_what_is_not_there_is_told():
    with pytest.raises(AssertionError, match="There is no nobody"):
        lines_of(SOURCE, "nobody")
