"""Print the rules of an application, in the order in which they are tried.

Flask's are printed in the order in which they were added.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from typing import Any

from wsgi_apps.exceptions import NotFound
from wsgi_apps.routing.mount import Mount
from wsgi_apps.routing.router import Router
from wsgi_apps.tools.command_line import parser
from wsgi_apps.tools.course.manifest import Mistake
from wsgi_apps.tools.loading import APPLICATION, Failed, loaded

HEAD = ("Rule", "Methods", "Endpoint")
EXAMPLES = """
  python -m wsgi_apps routes hello
  python -m wsgi_apps routes examples/lab03_url_variables/ours.py
  python -m wsgi_apps routes examples/lab03_url_variables/flask_app.py
  python -m wsgi_apps routes examples/lab16_mounting/by_mount.py

The last one is a Mount: you see the rules below each prefix.
"""
Row = tuple[str, str, str]


def main(arguments: list[str]) -> int:
    """Print the table of the application that the command line names; return the exit status."""
    made = parser("routes", __doc__, EXAMPLES)
    made.add_argument("application", nargs="?", help=f"{APPLICATION} (default: app.py or wsgi.py)")
    made.add_argument("--app", metavar="APPLICATION", help="the application, written as for Flask's command")
    made.add_argument("--debug", action="store_true", help="no effect; accepted because Flask's command accepts it")
    options = made.parse_args(arguments)
    try:
        rows = list(rows_of(loaded(options.app or options.application, "python -m wsgi_apps routes")))
    except Mistake as error:
        print(error, file=sys.stderr)
        return 2
    except Failed:
        return 1
    print(table([HEAD, *rows]))
    return 0


def rows_of(app: Any, prefix: str | None = None) -> Iterator[Row]:
    """Yield the rows of an application: an App, a Router, Flask's, or a Mount of them.

    ``prefix`` is where it is mounted, if it is. Raises Mistake for another callable, which has no rules.
    """
    router = getattr(app, "url_map", app)
    if isinstance(app, Mount):
        yield from rows_of_mount(app, prefix or "")
    elif isinstance(router, Router):
        yield from (row(prefix or "", rule) for rule in walked(router._tree))
    elif hasattr(router, "iter_rules"):  # Werkzeug's Map
        router.update()  # puts the rules into the order in which they are tried
        yield from (row(prefix or "", rule) for rule in router.iter_rules())
    elif prefix is not None:
        yield f"{prefix}/...", "any", name_of(app)
    else:
        raise Mistake(f"{name_of(app)} has no rules: it answers every path. Name an App, a Router, a Mount or a Flask.")


def rows_of_mount(mount: Mount, prefix: str) -> Iterator[Row]:
    """Yield the rows of each application that is mounted, the longest prefixes first, and of the default."""
    for key, app in sorted(mount._applications.items(), key=lambda item: -item[0].count("/")):
        below = key.encode("latin-1").decode("utf-8", "replace")  # as in environ (PEP 3333)
        yield from rows_of(app, f"{prefix}{below}")
    if not isinstance(mount.default, NotFound):
        yield from rows_of(mount.default, prefix)


def name_of(app: Any) -> str:
    """Return the name of an application: a function's own, or its class's."""
    return getattr(app, "__name__", None) or type(app).__name__


def walked(node: Any) -> Iterator[Any]:
    """Yield the rules below a ``node`` of the tree: those that end here, the static ways on, the dynamic ones."""
    yield from node.rules
    for text in sorted(node.static):
        yield from walked(node.static[text])
    for *_, below in node.dynamic:
        yield from walked(below)


def row(prefix: str, rule: Any) -> Row:
    """Return the row of a rule, ours or Werkzeug's, below a ``prefix``."""
    return f"{prefix}{rule.rule}", ", ".join(sorted(rule.methods)) if rule.methods else "any", str(rule.endpoint)


def table(rows: list[tuple[str, ...]]) -> str:
    """Return the ``rows`` as text, in columns."""
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return "\n".join(
        "  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip() for line in rows
    )
