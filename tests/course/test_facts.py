"""One fact in five places: each cell of ``examples/exercises/facts.toml`` names what is there, and the page shows it."""

import re
import tomllib
from functools import cache

import pytest

from tests.servers.server_table import ROWS
from tests.support.servers import ROOT
from wsgi_apps.tools.check.rules import RULES as OF_CHECK
from wsgi_apps.tools.course.manifest import EXAMPLES, labs
from wsgi_apps.tools.doctor.rules import RULES as OF_DOCTOR
from wsgi_apps.tools.learn.exercise import EXERCISES, exercises

TABLE = tomllib.loads((EXERCISES / "facts.toml").read_text(encoding="utf-8"))
FACTS = TABLE["fact"]
CELLS = ("program", "row", "rule", "exercise", "log", "source")
SOURCE = re.compile(r"PEP \d+, .+|RFC \d+(, [\d.]+)?|CVE-\d{4}-\d+|CWE-\d+|WHATWG \w+, [\d.]+")
PAGE = ROOT / "docs" / "facts.md"
over_facts = pytest.mark.parametrize("fact", FACTS, ids=[fact["id"] for fact in FACTS])


@cache
def known():
    """Return what each cell may name."""
    return {
        "lab": {lab.name for lab in labs()},
        "row": {row.name for row in ROWS},
        "rule": set(OF_CHECK),
        "exercise": {one.id for one in exercises()},
        "log": set(OF_DOCTOR),
    }


def test_facts_have_names_of_their_own():
    assert len({fact["id"] for fact in FACTS}) == len(FACTS) >= 25


@over_facts
def test_each_cell_is_there(fact):
    wrong = {cell: fact[cell] for cell, names in known().items() if cell in fact and fact[cell] not in names}
    assert wrong == {}
    if "program" in fact:
        assert (EXAMPLES / fact["lab"] / fact["program"]).is_file()
    assert SOURCE.fullmatch(fact.get("source", "CWE-0"))


@over_facts
def test_a_cell_is_empty_for_a_reason_alone(fact):
    assert set(fact.get("none", {})) == set(CELLS) - set(fact)
    assert set(fact.get("none", {}).values()) <= set(TABLE["reasons"])


@over_facts
def test_a_fact_is_said_in_both_languages(fact):
    assert set(fact["says"]) == {"en", "ko"}
    assert re.search("[가-힣]", fact["says"]["ko"])
    assert sorted(re.findall("`[^`]+`", fact["says"]["en"])) == sorted(re.findall("`[^`]+`", fact["says"]["ko"]))


def test_each_reason_is_used():
    assert {name for fact in FACTS for name in fact.get("none", {}).values()} == set(TABLE["reasons"])


def test_every_trap_of_the_labs_is_a_fact():
    traps = {f"{path.parent.name}/{path.name}" for path in EXAMPLES.glob("lab*/trap_*")}
    assert traps == {f"{fact['lab']}/{fact['program']}" for fact in FACTS if "program" in fact}


def rows():
    """Return the rows of the page."""
    for fact in FACTS:
        number = re.sub(r"lab(\d\d)(b?)_.*", lambda found: f"{int(found[1])}{found[2]}", fact["lab"])
        folder = f"../examples/{fact['lab']}"
        program = f"[{fact['program']}]({folder}/{fact['program']})" if "program" in fact else "–"
        names = [f"`{fact[cell]}`" if cell in fact else "–" for cell in ("rule", "exercise", "log")]
        cells = [
            fact["says"]["en"],
            f"[{number}]({folder}/README.md)",
            program,
            fact.get("row", "–"),
            *names,
            fact.get("source", "–"),
        ]
        yield f"| {' | '.join(cells)} |\n"


def test_table_of_the_facts_is_the_list(the_page_has):
    begin, end = "<!-- facts -->\n\n", "\n<!-- end of facts -->"
    text = PAGE.read_text(encoding="utf-8")
    head = "| fact | lab | program | server table | `check` | exercise | `doctor` | source |\n" + "|---" * 8 + "|\n"
    the_page_has(PAGE, text.partition(begin)[0] + begin + head + "".join(rows()) + end + text.partition(end)[2])
