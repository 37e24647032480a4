"""What a rule means: ``--explain W402``, with the program that breaks it and the mended one."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

from wsgi_apps.tools.check.measured import row_of
from wsgi_apps.tools.check.report import Line, columns, show
from wsgi_apps.tools.check.rules import LANGUAGES, RULES
from wsgi_apps.tools.check.texts import LEVELS, say, wrapped

PROGRAMS = Path(__file__).resolve().parents[3] / "examples" / "check"


def program(kind: str, name: str) -> str:
    """Return the source of the program that breaks a rule (``broken``), or of the ``mended`` one."""
    file = PROGRAMS / kind / f"{name}.py"
    return file.read_text(encoding="utf-8") if file.exists() else ""


def explain(name: str, language: str) -> int:
    """Print what a rule means; return the exit status."""
    if name not in RULES:
        print(say("unknown", language, name=name), file=sys.stderr)
        return 2
    show(explained(name, language))
    return 0


def explained(name: str, language: str) -> Iterator[Line]:
    """Yield the lines of an explanation."""
    rule, place, wide = RULES[name], LANGUAGES.index(language), columns()
    yield from ((line, rule.level) for line in wrapped(f"{name} {LEVELS[rule.level][place]}  {rule.says[place]}", wide))
    for text in (say("why", language) + rule.why[place], rule.clause[place], say("write", language) + rule.cure[place]):
        yield from (("   " + line, "") for line in wrapped(text, wide - 3, "  "))
    told = " · ".join(f"{column}: {cell}" for column, cell in row_of(rule).items() if column)
    yield from (("   " + line, "dim") for line in wrapped(told.replace("`", ""), wide - 3, "  ") if told)
    for kind in ("broken", "mended"):
        if source := program(kind, name):
            yield "", ""
            yield say(kind, language), "code"
            yield from ((f"   {line}".rstrip(), "") for line in source.splitlines())
