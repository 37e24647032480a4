"""The page to ask for first: a path that some rule of the application answers to GET."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

VARIABLE = re.compile(r"<(?:(?P<converter>\w+)(?:\(.*?\))?:)?(?P<name>\w+)>")
#: What stands for a variable, by its converter. Other converters take what only the program knows.
EXAMPLES = {"": "JongHyun", "string": "JongHyun", "path": "a/b", "int": "1", "float": "1.5"}


def first_page(rules: Iterable[tuple[str, Iterable[str] | None]]) -> str:
    """Return a path that one of the ``rules`` answers to GET, each a text and its methods, None for all of them.

    ``/`` goes first, then a rule without variables, then one whose variables can be filled; empty if there is none.
    """
    texts = [text for text, methods in rules if methods is None or "GET" in methods]
    pages = [text for text in texts if "<" not in text]
    if pages:
        return "/" if "/" in pages else pages[0]
    return next(filter(None, map(filled, texts)), "")


def filled(rule: str) -> str:
    """Return a path of a ``rule`` with a value for each variable, empty if a converter is not a built-in one."""
    if any((found["converter"] or "") not in EXAMPLES for found in VARIABLE.finditer(rule)):
        return ""
    return VARIABLE.sub(lambda found: EXAMPLES[found["converter"] or ""], rule)


def rules_of(app: Any) -> list[tuple[str, Iterable[str] | None]]:
    """Return the rules of an application, ours or Flask's, as ``first_page`` takes them; none of any other callable."""
    rules: Iterable[Any] = getattr(getattr(app, "url_map", None), "iter_rules", list)()
    return [(rule.rule, rule.methods) for rule in rules if rule.endpoint != "static"]
