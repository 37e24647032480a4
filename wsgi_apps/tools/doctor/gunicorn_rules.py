"""The rules of gunicorn's files. A file is Python: it is read, and not run."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from wsgi_apps.tools.doctor.rules import RULES, Finding

LEVELS = ("debug", "info", "warning", "error", "critical")
LOGS = ("accesslog", "errorlog", "logfile")
EVERYWHERE = re.compile(r"(?:0\.0\.0\.0|\*|\[::\]|)(?=:\d)")


def findings(file: str) -> Iterator[Finding]:
    """Yield what is found in a file. Raises SyntaxError. Only values that stand there as a text are looked at."""
    text = Path(file).read_text(encoding="utf-8")
    lines = ["", *text.splitlines()]
    for node in ast.parse(text).body:
        if (
            isinstance(node, ast.Assign)
            and isinstance(node.targets[0], ast.Name)
            and isinstance(node.value, ast.Constant)
        ):
            for name, values in found(node.targets[0].id, str(node.value.value)):
                yield Finding(RULES[name], file, node.lineno, lines[node.lineno], values)


def found(setting: str, value: str) -> Iterator[tuple[str, dict[str, str]]]:
    """Yield the rules that a setting breaks, with the values for their sentences."""
    if setting == "loglevel" and value.lower() not in LEVELS:
        yield "G001", {"value": value}
    if setting in LOGS and "/" in value and not Path(value).parent.is_dir():
        yield "G002", {"value": str(Path(value).parent)}
    if setting == "forwarded_allow_ips" and value == "*":
        yield "G003", {}
    if setting == "protocol" and value == "uwsgi":
        yield "G005", {}
    if setting == "bind" and EVERYWHERE.match(value):
        yield "G006", {"value": value, "port": value.rpartition(":")[2]}
