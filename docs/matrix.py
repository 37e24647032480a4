"""A Sphinx extension: the tables of servers.md as a matrix, each cell with a kind, and with what it takes to repeat it.

``docs/PAGE.json`` says what the cells are, by their places: so it holds in every language. A cell gets a class, which is its
colour and its sign; ``_static/matrix.js`` opens a panel below a row with the program and the commands.
"""

from __future__ import annotations

import ast
import json
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from docutils import nodes

if TYPE_CHECKING:
    from sphinx.application import Sphinx

DOCS = Path(__file__).resolve().parent
#: the kinds of a cell, in the order of the list that explains them
KINDS = ["whole", "empty", "damaged", "error", "none", "fact"]

#: pages whose tables have in bold what differs from the rest: such a cell is coloured, too
MARKED = ("bad_input", "mounts")


def setup(app: Sphinx) -> dict[str, bool]:
    """Give the cells of a page with facts their kinds."""
    app.connect("doctree-resolved", as_matrix)
    return {"parallel_read_safe": True, "parallel_write_safe": True}


def as_matrix(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    """Mark the tables of a page, the list that explains them, and give the page its facts."""
    if docname in MARKED:
        for table in doctree.findall(nodes.table):
            table["classes"].append("marked")
    file = DOCS / f"{docname}.json"
    if not file.exists() or app.builder.format != "html":
        return
    facts = json.loads(file.read_text(encoding="utf-8"))
    for table, rows in zip(doctree.findall(nodes.table), facts["tables"], strict=True):
        mark(table, rows)
    legend = next(iter(doctree.findall(nodes.bullet_list)))
    legend["classes"].append("legend")
    for item, kind in zip(legend.children, KINDS, strict=True):
        item["classes"].append(f"kind-{kind}")
    facts["sources"] = {
        name: app.builder.highlighter.highlight_block(text, "python")
        for name, text in sources(DOCS.parent / facts["program"]).items()
    }
    text = json.dumps(facts, ensure_ascii=False).replace("</", "<\\/")
    doctree += nodes.raw("", f'<script type="application/json" id="matrix">{text}</script>', format="html")


def mark(table: nodes.table, rows: list[dict[str, list[str]]]) -> None:
    """Give a table and its cells their classes; the first column is the name of the row."""
    table["classes"].append("matrix")
    body = next(iter(table.findall(nodes.tbody)))
    for line, row in zip(body.children, rows, strict=True):
        for cell, kind in zip(line.children[1:], row["kinds"], strict=False):
            cell["classes"].append(f"kind-{kind}")


@cache
def sources(program: Path) -> dict[str, str]:
    """Return the text of each function of a program, by its name."""
    text = program.read_text(encoding="utf-8")
    found = [one for one in ast.parse(text).body if isinstance(one, ast.FunctionDef)]
    return {one.name: ast.get_source_segment(text, one) or "" for one in found}
