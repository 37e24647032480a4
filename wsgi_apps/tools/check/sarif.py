"""The findings as SARIF 2.1.0, which editors and code hosts show beside the source."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from wsgi_apps.tools.check.rules import RULES

VERSION = "2.1.0"
PAGE = "docs/check.md"


def sarif(results: list[dict[str, Any]]) -> dict[str, Any]:
    """Return the SARIF log of some results."""
    findings = [finding for result in results for finding in result["findings"] if not finding["outside"]]
    names = sorted({finding["rule"] for finding in findings})
    driver = {"name": "wsgi_apps check", "rules": [rule_of(name) for name in names]}
    run = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "results": [result_of(finding, names) for finding in findings],
    }
    return {"version": VERSION, "runs": [run]}


def rule_of(name: str) -> dict[str, Any]:
    """Return a rule as SARIF describes one."""
    rule = RULES[name]
    return {
        "id": name,
        "shortDescription": {"text": rule.says[0]},
        "fullDescription": {"text": rule.why[0]},
        "help": {"text": f"{rule.why[0]} ({rule.clause[0]}) Write: {rule.cure[0]}"},
        "helpUri": f"{PAGE}#{name.lower()}",
        "defaultConfiguration": {"level": rule.level},
    }


def result_of(finding: dict[str, Any], names: list[str]) -> dict[str, Any]:
    """Return a finding as a result of SARIF."""
    file = Path(finding["file"])
    inside = file.is_relative_to(Path.cwd())
    region = {"startLine": max(1, finding["line"]), "endLine": max(1, finding["end_line"])}
    return {
        "ruleId": finding["rule"],
        "ruleIndex": names.index(finding["rule"]),
        "level": finding["severity"],
        "message": {
            "text": f"{finding['sentence']} ({finding['detail']})" if finding["detail"] else finding["sentence"]
        },
        "locations": [
            {
                "physicalLocation": {
                    "artifactLocation": {"uri": file.relative_to(Path.cwd()).as_posix() if inside else file.as_uri()},
                    "region": region,
                }
            }
        ],
    }
