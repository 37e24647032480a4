"""The same rule twice: a warning that names both views. As in Flask, the first view answers."""

from __future__ import annotations

import warnings
from collections.abc import Callable
from inspect import getsourcefile, getsourcelines, unwrap
from typing import Any

from wsgi_apps.routing.rules import Rule


def warn_of_same_rule(rule: Rule, first: Rule) -> None:
    """Warn that the view of a rule is never called, since the ``first`` rule is the same and takes all its methods."""
    _, filename, line = source_of(rule.application)
    warnings.warn_explicit(
        f"the rule {rule.rule!r} exists already: {said(first)} answers it, and {said(rule)} is never called. "
        "Write another path, or methods that the first view does not take.",
        UserWarning,
        filename,
        line,
    )


def said(rule: Rule) -> str:
    """Return the name of the view of a rule, and where it is written."""
    name, filename, line = source_of(rule.application)
    return f"{name} ({filename}:{line})" if line else f"the endpoint {rule.endpoint!r}"


def source_of(view: Callable[..., Any]) -> tuple[str, str, int]:
    """Return the name of a view, and the file and the line where it is written; line 0 if there is none."""
    written: Any = unwrap(getattr(view, "view_class", view))
    try:
        filename, line = getsourcefile(written), getsourcelines(written)[1]
    except (OSError, TypeError):  # made of text, or by a callable object
        return str(view), "the program", 0
    return written.__qualname__, str(filename), max(line, 1)
