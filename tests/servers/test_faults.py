"""Each fault, short: it happens, and what is promised of it holds. ``make faults`` does the same at length."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.servers.faults.faults import FAULTS, SHORT
from tests.support.servers import ROOT

ROWS = {f"{fault.name}: {variant}": act for fault in FAULTS for variant, act in fault.variants.items()}


@pytest.fixture(scope="module")
def findings(tmp_path_factory):
    """Every finding, two faults at a time: most of the time servers start, wait and end."""
    with ThreadPoolExecutor(2) as pool:
        started = {name: pool.submit(act, tmp_path_factory.mktemp("fault"), SHORT) for name, act in ROWS.items()}
        yield started


@pytest.mark.parametrize("row", ROWS)
def test_what_is_promised_holds(findings, row):
    finding = findings[row].result()
    assert finding.proof
    assert finding.figures
    assert finding.broken == []


@pytest.mark.parametrize("fault", FAULTS, ids=[fault.name for fault in FAULTS])
def test_page_has_what_came_of_the_fault_at_length(fault):
    page = (ROOT / "docs" / "faults.md").read_text(encoding="utf-8")
    section = page.partition(f"## {fault.name}\n")[2].partition("\n## ")[0]
    assert f"\nPromised: {fault.promise}\n" in section
    assert f"| {' | '.join(['', *fault.variants])} |" in section
    assert f"| promise | {' | '.join(['held'] * len(fault.variants))} |" in section
