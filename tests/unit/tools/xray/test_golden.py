"""The golden traces: the same events on every Python and by both back ends. `--write-tables` writes them anew."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.servers import ROOT
from wsgi_apps.tools.xray.back_end import BACK_ENDS

GOLDEN = Path(__file__).with_name("golden")
PROGRAM = "tests.unit.tools.xray.golden_traces"


@pytest.fixture(scope="module")
def traces():
    command = [sys.executable, "-m", PROGRAM]
    environment = os.environ | {"PYTHONHASHSEED": "0", "PYTHONPATH": str(ROOT)}
    done = subprocess.run(command, capture_output=True, check=True, env=environment, cwd=ROOT)
    return json.loads(done.stdout)


def test_traces_are_the_golden_ones(traces, request):
    assert len(traces) == 8 * len(BACK_ENDS)
    for back_end, name, lines in traces:
        file = GOLDEN / f"{name.replace(' ', '_')}.txt"
        if request.config.getoption("--write-tables"):
            file.write_text("\n".join(lines) + "\n", encoding="utf-8")
        assert file.read_text(encoding="utf-8").splitlines() == lines, f"{name} by {back_end}"
