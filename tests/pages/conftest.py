"""What several tests of the pages need: the book, built once."""

import pytest

from tests.support.servers import ROOT
from tests.support.terminal import doing, steps


@pytest.fixture(scope="session")
def done(tmp_path_factory):
    """CONTRIBUTING, done in a copy of the project: the catalogues are brought up to date, and the Korean pages are built."""
    text = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    with doing("CONTRIBUTING.md", text, tmp_path_factory.mktemp("docs") / "wsgi_apps") as done:
        for step in steps(text):
            done.do(step)
    return done
