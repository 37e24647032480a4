"""``check`` on the programs of the labs: nothing on those that are right, and on each trap the rule of its lesson."""

import os
from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.support.servers import ROOT
from wsgi_apps.tools.check.child import outcome_of
from wsgi_apps.tools.check.job import Job
from wsgi_apps.tools.check.loading import targets
from wsgi_apps.tools.check.rules import RULES
from wsgi_apps.tools.course.manifest import labs
from wsgi_apps.tools.course.servers import prepare

EXAMPLES = ROOT / "examples"
RIGHT = ("raw", "with_webob", "ours", "flask_app", "by_mount", "cured_*")
NO_CALLABLE = {"cured_loglevel"}  # the settings of a server
#: trap -> the rule that its lesson is about
TRAPS = {
    "lab*_hello/trap_bare_bytes": "W403",
    "lab*_hello/trap_text": "W402",
    "lab*_hello_json/trap_bare_read": "W501",
    "lab*_hello_json/trap_early_start": "W702",
    "lab*_hello_json/trap_length": "W504",
    "lab03_*/trap_latin1": "W602",
    "lab04_*/trap_status_number": "W201",
    "lab05_*/trap_int_header": "W303",
    "lab05_*/trap_korean_header": "W306",
    "lab05_*/trap_line_break": "W305",
    "lab06_*/trap_charset": "W311",
    "lab06_*/trap_length": "W404",
    "lab09_*/trap_script": "S006",
    "lab16_*/trap_script_name": "W601",
    "lab19_*/trap_unlocked": "W801",
    "lab20_*/trap_read_then_write": "W801",
}


def programs():
    """Return the programs of the labs that are right."""
    files = [file for name in RIGHT for file in sorted(EXAMPLES.glob(f"lab*/{name}.py"))]
    return [file for file in files if file.stem not in NO_CALLABLE]


def traps():
    return {next(iter(EXAMPLES.glob(f"{name}.py"))): rule for name, rule in TRAPS.items()}


def own_findings(file):
    """Return why a check was ended, and what is found in the program itself."""
    outcome = outcome_of(Job(targets(str(file))[0]))
    found = [one for one in outcome.findings if RULES[one["rule"]].applies("robust") and not one["outside"]]
    return outcome.stopped, [(one["rule"], one["line"]) for one in found]


@pytest.fixture(scope="module")
def found(secret_key):
    """Check all programs, two at a time."""
    for lab in labs():
        prepare(lab)
    files = [*programs(), *traps()]
    with ThreadPoolExecutor(2) as pool:
        return dict(zip(files, pool.map(own_findings, files), strict=True))


@pytest.fixture(scope="module", autouse=True)
def secret_key():
    """A program of lab 21 asks the environment for the key of its sessions."""
    os.environ["SECRET_KEY"] = "of a test"
    yield
    del os.environ["SECRET_KEY"]


@pytest.mark.parametrize("file", programs(), ids=[f"{file.parent.name}/{file.stem}" for file in programs()])
def test_program_that_is_right_has_no_finding(found, file):
    assert found[file] == ("", [])


@pytest.mark.parametrize("file", traps(), ids=[f"{file.parent.name}/{file.stem}" for file in traps()])
def test_trap_gets_the_rule_of_its_lesson(found, file):
    stopped, rules = found[file]
    assert stopped == ""
    assert traps()[file] in {rule for rule, _ in rules}
