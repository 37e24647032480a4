"""The report in the terminal: a block for each finding, and one line at the end."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from wsgi_apps.tools.check.rules import ERROR, LANGUAGES, LEVELS as ALL_LEVELS, NOTE, RULES, WARNING
from wsgi_apps.tools.check.situations import NAMES
from wsgi_apps.tools.check.texts import LEVELS, counted, cut, say, width, wrapped

#: style -> its number in a terminal (ECMA-48, 8.3.117)
STYLES = {ERROR: "1;31", WARNING: "1;33", NOTE: "1;36", "code": "1", "": "", "dim": "2", "right": "32", "wrong": "1;31"}
SHOWN = 3  # situations that are named
Line = tuple[str, str]  # a text, and the name of its style


def columns() -> int:
    """Return how many columns the terminal has."""
    return max(40, min(160, shutil.get_terminal_size((100, 24)).columns))


def show(lines: Iterator[Line]) -> None:
    """Print lines, with colour in a terminal."""
    coloured = sys.stdout.isatty() and not os.environ.get("NO_COLOR")
    for text, style in lines:
        print(f"\x1b[{STYLES[style]}m{text}\x1b[0m" if coloured and STYLES[style] else text)


def relative(file: str) -> str:
    """Return the path of a file as a reader in the current folder writes it."""
    inside = file.startswith(f"{Path.cwd()}{os.sep}")
    return str(Path(file).relative_to(Path.cwd())) if inside else file


def block(finding: dict[str, Any], language: str, wide: int) -> Iterator[Line]:
    """Yield the lines of one finding."""
    rule, place = RULES[finding["rule"]], LANGUAGES.index(language)
    where = f"{relative(finding['file'])}:{finding['line']}: " if finding["line"] else ""
    detail = f" ({finding['detail']})" if finding["detail"] else ""
    head = f"{where}{rule.id} {LEVELS[rule.level][place]}  {rule.says[place]}{detail}"
    yield from ((line, rule.level) for line in wrapped(head, wide, "   "))
    if finding["text"]:
        yield cut(f"{finding['line']:>5} │ {finding['text']}", wide), "code"
    yield from (("   " + line, "") for line in seen(finding, language, wide - 3))
    write = say("write", language) + rule.cure[place]
    yield from (("   " + line, "") for line in wrapped(write, wide - 3, "  "))
    yield from (("   " + line, "dim") for line in wrapped(servers(finding), wide - 3, "  ") if line.strip())


def seen(finding: dict[str, Any], language: str, wide: int) -> Iterator[str]:
    """Yield the situations, and the clause at the right end of the line."""
    rule, names = RULES[finding["rule"]], [NAMES[one][LANGUAGES.index(language)] for one in finding["situations"]]
    rest = [say("more", language, n=len(names) - SHOWN)] if len(names) > SHOWN else []
    lines = list(wrapped(say("seen", language) + ", ".join([*names[:SHOWN], *rest]), wide, "  "))
    yield from lines[:-1]
    clause = rule.clause[LANGUAGES.index(language)]
    gap = wide - width(lines[-1]) - width(clause)
    yield from [lines[-1] + " " * gap + clause] if gap > 1 else [lines[-1], "  " + clause]


def servers(finding: dict[str, Any]) -> str:
    """Return what servers make of it, and the lab that teaches it."""
    told = [f"{name}: {cell}" for name, cell in finding["servers"].items()]
    return " · ".join([*told, *([finding["lab"]] if finding["lab"] else [])])


def answers(lab: str, told: list[dict[str, Any]], language: str, wide: int) -> Iterator[Line]:
    """Yield a line for each request of a lab, and what was expected where something else came."""
    for one in told:
        good = not one["unexpected"]
        word = say("right" if good else "wrong", language)
        head = f"{word}  {one['request']}  {one['status'] or '-'}  {one['why']}"
        yield from ((line, "right" if good else "wrong") for line in wrapped(head, wide, "     "))
        yield from (("     " + line, "") for text in one["unexpected"] for line in wrapped(text, wide - 5, "  "))
    right = sum(not one["unexpected"] for one in told)
    yield say("answers", language, right=right, all=len(told), lab=lab), "right" if right == len(told) else "wrong"


def summary(result: dict[str, Any], language: str) -> str:
    """Return the last line: how many findings there are, and what was asked."""
    levels = [one["severity"] for one in result["findings"] if not one["outside"]]
    numbers = [counted(f"{level}s", levels.count(level), language) for level in ALL_LEVELS if level in levels]
    text = ", ".join(numbers) or say("nothing", language)
    if not result["requests"]:
        return text
    return text + say("asked", language, **{key: result[key] for key in ("situations", "requests", "seconds")})


def report(result: dict[str, Any], language: str, outside: bool) -> Iterator[Line]:
    """Yield the whole report of one program."""
    wide = columns()
    if result["answers"]:
        yield from answers(result["lab"], result["answers"], language, wide)
        yield "", ""
    away = [one for one in result["findings"] if one["outside"]]
    for finding in result["findings"]:
        if outside or not finding["outside"]:
            yield from block(finding, language, wide)
            yield "", ""
    yield f"{relative(result['target'])}: {summary(result, language)}", "code"
    if away and not outside:
        names = ", ".join(dict.fromkeys(one["rule"] for one in away))
        text = say("outside", language, n=len(away), names=result["framework"], rules=names)
        yield from ((line, "dim") for line in wrapped(text, wide, "  "))
