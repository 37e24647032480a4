"""No false alarm: nothing in the student's file on the hello applications of seven frameworks."""

from pathlib import Path

import pytest

from tests.support.servers import ROOT
from wsgi_apps.tools.check.child import outcome_of
from wsgi_apps.tools.check.job import Job
from wsgi_apps.tools.check.loading import targets
from wsgi_apps.tools.check.rules import RULES

HELLO = Path(__file__).parent / "hello"
#: program -> what is found in the framework, and not counted
OUTSIDE = {
    HELLO / "flask_hello.py": set(),
    HELLO / "bottle_hello.py": set(),
    HELLO / "falcon_hello.py": set(),
    HELLO / "pyramid_hello.py": {"W603"},  # it lets an exception out for a path that is not UTF-8
    HELLO / "django_hello.py": {"W406"},  # it leaves the body of HEAD to the server
    HELLO / "webob_hello.py": set(),
    HELLO / "our_hello.py": set(),
    ROOT / "wsgi_apps" / "hello.py": set(),
    ROOT / "wsgi_apps" / "hello_json.py": set(),
}


@pytest.mark.parametrize("file", OUTSIDE, ids=[file.stem for file in OUTSIDE])
def test_nothing_is_found_in_the_file_of_the_student(file):
    outcome = outcome_of(Job(targets(str(file))[0]))
    reported = [one for one in outcome.findings if RULES[one["rule"]].applies("robust")]
    assert outcome.stopped == ""
    assert outcome.requests >= 30
    assert [one for one in reported if not one["outside"]] == []
    assert {one["rule"] for one in reported} == OUTSIDE[file]
