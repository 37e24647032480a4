"""Each fault, short: it happens, and what is promised of it holds. ``make faults`` does the same at length."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.faults.faults import FAULTS, SHORT

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
