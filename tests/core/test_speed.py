"""An App with ``speed/`` sends the same bytes as one without: for every request of the labs, the cases and the parity suite."""

import os
import subprocess
import sys
from itertools import zip_longest

import pytest

from tests.support.servers import ROOT

#: What is run both ways: tests that send requests to applications in their own process.
TESTS = ["tests/cases/test_app_cases.py", "tests/parity/test_parity.py"]
TESTS += ["tests/course/test_labs.py", "tests/unit/test_flask_api.py", "tests/unit/application"]
#: Of the labs, those that are asked in process, without those that count requests and name processes (19 to 21); not the
#: test that counts references, of which the recording keeps more, and not the test of what ``speed/`` alone has.
CHOSEN = "(not test_labs or test_in_process or strict_server) and not leaves_nothing_to_collect"
CHOSEN += " and not which_steps_have_something_to_do"
CHOSEN += " and not lab19 and not lab20 and not lab21"


@pytest.fixture(scope="module")
def recorded(tmp_path_factory):
    """What was sent, a line a request: with the room, and without."""
    files = {way: tmp_path_factory.mktemp(way) / "recorded" for way in ("with", "without")}
    started = [
        subprocess.Popen(
            [sys.executable, "-m", "pytest", "-q", "-p", "tests.core.recording", "-p", "no:cacheprovider",
             "--hypothesis-seed=0", *TESTS, "-k", CHOSEN],
            cwd=ROOT,
            env=os.environ | {"RECORD_TO": str(file), "SPEED": way, "PYTHONHASHSEED": "0"},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        for way, file in files.items()
    ]  # fmt: skip
    for process in started:
        said, _ = process.communicate()
        assert process.returncode == 0, said[-3000:]
    return {way: file.read_text(encoding="utf-8").splitlines() for way, file in files.items()}


def test_the_same_bytes_are_sent_with_and_without(recorded):
    assert len(recorded["with"]) > 3000
    for quick, plain in zip_longest(recorded["with"], recorded["without"]):
        assert quick == plain
