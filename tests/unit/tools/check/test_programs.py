"""Every rule has a program that gives exactly this rule, at the marked line, and a mended one that gives nothing."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.support.servers import ROOT
from wsgi_apps.tools.check.child import outcome_of
from wsgi_apps.tools.check.job import Job
from wsgi_apps.tools.check.loading import targets
from wsgi_apps.tools.check.rules import RULES

FOLDER = ROOT / "examples" / "check"


def outcome(file):
    """Check a program in a process of its own; its first line may have options."""
    first = file.read_text(encoding="utf-8").partition("\n")[0]
    (target,) = targets(str(file))
    done = outcome_of(Job(target, middleware="--middleware" in first, prefix="--prefix" in first))
    profile = "house" if "--profile house" in first else "robust"
    found = [one for one in done.findings if RULES[one["rule"]].applies(profile) and not one["outside"]]
    return done.stopped, [(one["rule"], one["line"]) for one in found]


@pytest.fixture(scope="module")
def outcomes():
    """Check all programs, a few at a time."""
    files = sorted(FOLDER.glob("*/*.py"))
    with ThreadPoolExecutor(4) as pool:
        return dict(zip(files, pool.map(outcome, files), strict=True))


def marked(file, rule):
    """Return the number of the line that is marked with the rule; a bare silence is its own mark."""
    ends = (f"# {rule}", "ignore W803") if rule == "S000" else (f"# {rule}",)
    (line,) = [n for n, line in enumerate(file.read_text(encoding="utf-8").splitlines(), 1) if line.endswith(ends)]
    return line


@pytest.mark.parametrize("rule", RULES)
def test_broken_program_gives_its_rule_at_its_line(outcomes, rule):
    file = FOLDER / "broken" / f"{rule}.py"
    assert outcomes[file] == ("", [(rule, marked(file, rule))])


@pytest.mark.parametrize("rule", RULES)
def test_mended_program_gives_nothing(outcomes, rule):
    assert outcomes[FOLDER / "mended" / f"{rule}.py"] == ("", [])


@pytest.mark.parametrize("rule", RULES)
def test_broken_program_says_what_its_rule_says(rule):
    text = (FOLDER / "broken" / f"{rule}.py").read_text(encoding="utf-8")
    assert f'"""{rule} broken: {RULES[rule].says[0]}."""' in text.splitlines()


def test_no_program_is_left_over():
    assert {file.stem for file in FOLDER.glob("*/*.py")} == set(RULES)
