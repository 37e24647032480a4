"""The page of the rules is the table of the rules."""

from tests.support.servers import ROOT
from wsgi_apps.tools.check import page
from wsgi_apps.tools.check.rules import RULES


def test_page_is_made_from_the_rules_written(the_page_has):
    the_page_has(ROOT / "docs" / "check.md", page.page())


def test_every_rule_has_its_entry():
    text = (ROOT / "docs" / "check.md").read_text(encoding="utf-8")
    assert [line[4:] for line in text.splitlines() if line.startswith("### ")] == sorted(
        RULES, key=lambda name: ("WSH".index(name[0]), name)
    )


def test_names_of_python_keep_their_letters():
    assert page.sentence("start_response is called twice") == "`start_response` is called twice."
    assert page.sentence("the status is not a str") == "The status is not a `str`."
