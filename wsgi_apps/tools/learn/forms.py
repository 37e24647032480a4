"""The forms of a report: CSV, JSON, Markdown, exercism's result, JUnit's XML, and a job for autograding."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterator
from typing import Any
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from wsgi_apps.tools.language import LANGUAGES
from wsgi_apps.tools.learn.judging import Verdict
from wsgi_apps.tools.learn.patterns import readable
from wsgi_apps.tools.learn.running import Result
from wsgi_apps.tools.learn.sentences import what, word

Rows = list[dict[str, Any]]
MINUTES = 5  # that a step of autograding may take
WORDED = ("kind", "status", "looked")  # columns whose values are words
FORMULA = ("=", "+", "-", "@", "\t", "\r")  # a cell that begins so would be reckoned by a spreadsheet


def as_csv(rows: Rows, verdicts: list[Verdict]) -> str:
    """Return the rows as CSV (RFC 4180)."""
    text = io.StringIO()
    writer = csv.DictWriter(text, list(rows[0]) if rows else ["id"], lineterminator="\r\n")
    writer.writeheader()
    writer.writerows({key: cell(value) for key, value in row.items()} for row in rows)
    return text.getvalue()


def cell(value: Any) -> Any:
    """Return a value as a cell that spreadsheets do not take for a formula."""
    return f"'{value}" if isinstance(value, str) and value.startswith(FORMULA) else value


def as_json(rows: Rows, verdicts: list[Verdict]) -> str:
    """Return the rows as JSON."""
    return json.dumps({"version": 1, "exercises": rows}, ensure_ascii=False, indent=1) + "\n"


def as_markdown(rows: Rows, verdicts: list[Verdict], language: str = LANGUAGES[0]) -> str:
    """Return the rows as a table for people, in a language."""
    names = [name for name in (rows[0] if rows else {}) if name not in ("sha256", "seed", "first", "last")]
    lines = [f"| {' | '.join(word(name, language) for name in names)} |", "|---" * len(names) + "|"]
    lines += [f"| {' | '.join(shown(name, row[name], language) for name in names)} |" for row in rows]
    return "\n".join(lines) + "\n"


def shown(name: str, value: Any, language: str) -> str:
    """Return the value of a column as a table for people shows it; a name, such as that of a folder, stays."""
    text = str(value).replace("|", "/")
    return word(text, language) if name in WORDED else text


def as_exercism(rows: Rows, verdicts: list[Verdict]) -> str:
    """Return the results as exercism's test runners write them: version 2, a test a check."""
    tests = [test for verdict in verdicts for test in tests_of(verdict)]
    failed = any(test["status"] != "pass" for test in tests)
    made: dict[str, Any] = {"version": 2, "status": "fail" if failed else "pass", "tests": tests}
    if not tests:
        made |= {"status": "error", "message": "No exercise is begun."}
    return json.dumps(made, ensure_ascii=False, indent=1) + "\n"


def tests_of(verdict: Verdict) -> Iterator[dict[str, Any]]:
    """Yield a test for each check of a verdict."""
    for one in results_of(verdict):
        status = {"pass": "pass", "fail": "error" if verdict.status == "error" else "fail"}[one.status]
        test = {"name": name_of(verdict, one), "status": status, "test_code": one.request, "output": one.output[:500]}
        yield test | ({"message": message(one)} if status != "pass" else {})


def results_of(verdict: Verdict) -> list[Result]:
    """Return the results of a verdict; a missing program counts as a failed result."""
    if verdict.lacks:
        return [Result("installed", "", "fail", what="start", got=", ".join(verdict.lacks))]
    return verdict.checks


def name_of(verdict: Verdict, result: Result) -> str:
    """Return the name of a test."""
    return " ".join(filter(None, [whose(verdict), result.id, result.server]))


def whose(verdict: Verdict) -> str:
    """Return the name of an exercise; with that of the student in front, where there are several."""
    return " ".join(filter(None, [verdict.student, verdict.exercise]))


def message(result: Result) -> str:
    """Return what went wrong, in a few lines."""
    lines = [what(result.what, "en", result.got)]
    lines += [f"expected {readable(result.what, result.expected, 'en')}"] if result.expected else []
    lines += [f"got {result.got}"] if result.got else []
    lines += [f"{result.at['file']}:{result.at['line']} {result.at['text']}"] if result.at.get("line") else []
    return "\n".join(lines)


def as_junit(rows: Rows, verdicts: list[Verdict]) -> str:
    """Return the results as JUnit's XML: a suite an exercise, a case a check."""
    root = Element("testsuites", name="learn")
    for verdict in verdicts:
        results = results_of(verdict)
        failed = sum(one.status != "pass" for one in results)
        suite = SubElement(root, "testsuite", name=whose(verdict), time=f"{verdict.seconds:.3f}", errors="0")
        suite.attrib |= {"tests": str(len(results)), "failures": str(failed), "skipped": "0"}
        for one in results:
            case = SubElement(
                suite, "testcase", classname=whose(verdict), name=f"{one.id} {one.server}".strip() or one.what
            )
            if one.status != "pass":
                SubElement(case, "failure", message=one.what).text = xml_text(message(one))
            if one.output.strip():
                SubElement(case, "system-out").text = xml_text(one.output)
    indent(root)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + tostring(root, encoding="unicode") + "\n"


def xml_text(text: str) -> str:
    """Return a text without the characters that XML 1.0 does not have."""
    return "".join(one if one in "\t\n\r" or (one >= " " and one not in "\ufffe\uffff") else "·" for one in text)


def as_classroom(rows: Rows, verdicts: list[Verdict]) -> str:
    """Return a job for Classroom's autograding: one step a chapter, with the points of its exercises in the rows."""
    points = {
        row["id"]: row.get("of", 1) for row in rows
    }  # the rows of several folders name an exercise more than once
    chapters = {row["id"]: int(row["chapter"]) for row in rows}
    tests = []
    for number in sorted(set(chapters.values())):
        names = [name for name, chapter in chapters.items() if chapter == number]
        tests.append(
            {
                "name": f"chapter {number}",
                "setup": "",
                "run": f"python -m wsgi_apps learn check {' '.join(names)}",
                "input": "",
                "output": "",
                "comparison": "included",
                "timeout": MINUTES,
                "points": sum(points[name] for name in names),
            }
        )
    return json.dumps({"tests": tests}, indent=1) + "\n"


def formed(form: str, rows: Rows, verdicts: list[Verdict], language: str) -> str:
    """Return a report in a form; the one for people is in a language."""
    return as_markdown(rows, verdicts, language) if form == "markdown" else FORMS[form](rows, verdicts)


FORMS: dict[str, Callable[[Rows, list[Verdict]], str]] = {
    "csv": as_csv,
    "json": as_json,
    "markdown": as_markdown,
    "exercism": as_exercism,
    "junit": as_junit,
    "classroom": as_classroom,
}
