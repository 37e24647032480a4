"""Every bad input of ``cases.yaml`` that can be sent in process has the outcome that it promises."""

import gc
import warnings

import pytest

from tests.cases.app_cases import ALIASES, FIXTURES, IN_PROCESS, run
from tests.cases.cases import DATA, EXPECT, NEVER
from tests.parity.differences import CASES_OF_DIFFERENCES
from tests.parity.frameworks import FLASK, OURS


@pytest.mark.parametrize("case", IN_PROCESS, ids=[case["id"] for case in IN_PROCESS])
def test_case(case):
    run(OURS, case)


def flask_fails(case):
    try:
        run(FLASK, case)
    except Exception:
        return True
    return False


def test_every_case_that_flask_fails_is_listed_as_a_difference():
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ResourceWarning)  # Flask leaves the files of refused uploads to the collector
        failed = {case["id"] for case in IN_PROCESS if flask_fails(case)}
        gc.collect()
    assert failed == set(CASES_OF_DIFFERENCES)


def test_the_file_is_all_there():
    assert len(IN_PROCESS) == 334
    assert {case["setup"] for case in IN_PROCESS} <= FIXTURES.keys() | ALIASES.keys()
    assert {name for case in IN_PROCESS for name in case["expect"]} <= EXPECT.keys() | {"status", "status_also_ok"}
    assert set(DATA["never_catalog"]) == NEVER.keys()
