"""What real servers make of a breach: the measured table of docs/servers.md."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from wsgi_apps.tools.check.rules import Rule

PAGE = Path(__file__).resolve().parents[3] / "docs" / "servers.md"
#: column of the page -> what a finding calls it
SHORT = {"uWSGI `http-socket`": "uWSGI", "gunicorn": "gunicorn", "wsgiref": "wsgiref"}


@cache
def table(page: Path = PAGE) -> dict[str, dict[str, str]]:
    """Return the cells of the page by row and column; an empty table where there is no page."""
    rows: dict[str, dict[str, str]] = {}
    header: list[str] = []
    for line in page.read_text(encoding="utf-8").splitlines() if page.exists() else []:
        cells = line.strip("| ").split(" | ")
        if line.startswith("| ") and cells[-1] == "lab":
            header = cells[1:-2]
        elif line.startswith("| "):
            rows[cells[0]] = dict(zip(header, cells[1:-2], strict=False))
    return rows


def row_of(rule: Rule) -> dict[str, str]:
    """Return the cells of the row that a rule names, by column; none for a rule that names no row."""
    found = [cells for name, cells in table().items() if rule.row and name.startswith(rule.row)]
    return found[0] if found else {}


def servers_of(rule: Rule) -> dict[str, str]:
    """Return what uWSGI, gunicorn and wsgiref make of the breach of a rule."""
    cells = row_of(rule)
    return {short: cells[name].replace("`", "") for name, short in SHORT.items() if name in cells}
