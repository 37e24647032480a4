"""Print the rules of an application in the order in which they match: ``python -m wsgi_apps routes MODULE[:NAME]``."""

from __future__ import annotations

import sys
from argparse import ArgumentParser
from typing import Any

from wsgi_apps.routing.router import Router
from wsgi_apps.routing.rules import Rule
from wsgi_apps.tools.run import Mistake, load


def main(arguments: list[str]) -> int:
    """Print the table of what the command line names; return the exit status."""
    parser = ArgumentParser(prog="python -m wsgi_apps routes", description=__doc__)
    parser.add_argument("module", nargs="?", help="such as hello, hello.py or package.module:name")
    parser.add_argument("--app", help="the same")
    parser.add_argument("--debug", action="store_true", help="taken as other commands take it; the rules are the same")
    options = parser.parse_args(arguments)
    try:
        router = router_of(load(options.app or options.module))
    except Mistake as error:
        print(error, file=sys.stderr)
        return 2
    rows = [row(rule) for rule in in_order(router)]
    print(table([("Rule", "Methods", "Endpoint"), *rows]))
    return 0


def router_of(app: Any) -> Router:
    """Return the router of an application. Raises Mistake if it has none."""
    router = getattr(app, "url_map", app)
    if not isinstance(router, Router):
        raise Mistake(f"{app!r} has no rules: name an App or a Router")
    return router


def in_order(router: Router) -> list[Rule]:
    """Return the rules, those first that are tried first."""
    return list(walked(router._tree))


def walked(node: Any) -> Any:
    """Yield the rules below a ``node`` of the tree: what ends here, the static ways on, the dynamic ones."""
    yield from node.rules
    for text in sorted(node.static):
        yield from walked(node.static[text])
    for *_, below in node.dynamic:
        yield from walked(below)


def row(rule: Rule) -> tuple[str, str, str]:
    """Return rule, methods and endpoint as text."""
    return rule.rule, ", ".join(sorted(rule.methods)) if rule.methods else "any", str(rule.endpoint)


def table(rows: list[tuple[str, ...]]) -> str:
    """Return the rows as text, in columns."""
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return "\n".join(
        "  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip() for line in rows
    )
