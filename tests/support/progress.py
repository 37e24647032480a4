"""A plugin of pytest: it writes to a file how far the tests are, and leaves the dots out.

``python -m pytest -p tests.support.progress --progress FILE`` appends a line of JSON for each event: ``{"collected": 12}``
when the tests are known, ``{"outcome": "passed"}`` (or failed, or skipped) when one has ended.
"""

import json
from pathlib import Path

import pytest

WORST = ("passed", "skipped", "failed")  # of a test's three phases, set-up, call and tear-down, the worst one counts


def pytest_addoption(parser):
    parser.addoption("--progress", type=Path, required=True, help="the file to write to")


def pytest_configure(config):
    config.pluginmanager.register(Progress(config.getoption("progress")))


class Progress:
    """What is written to ``file`` (Path); it is opened at each line, so that a test that forks cannot write one twice."""

    def __init__(self, file):
        self.file = file
        self.outcome = WORST[0]

    def write(self, **event):
        with self.file.open("a", encoding="utf-8") as lines:
            lines.write(json.dumps(event) + "\n")

    def pytest_collection_finish(self, session):
        self.write(collected=len(session.items))

    def pytest_collectreport(self, report):
        if report.failed:
            self.write(outcome="failed")

    def pytest_runtest_logstart(self):
        self.outcome = WORST[0]

    def pytest_runtest_logreport(self, report):
        self.outcome = max(self.outcome, report.outcome, key=WORST.index)

    def pytest_runtest_logfinish(self):
        self.write(outcome=self.outcome)

    @pytest.hookimpl(wrapper=True)
    def pytest_report_teststatus(self):
        category, _, _ = yield
        return category, "", ""
