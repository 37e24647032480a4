"""The table of rules is whole."""

import pytest

from tests.support.servers import ROOT
from wsgi_apps.tools.check.measured import row_of, servers_of, table
from wsgi_apps.tools.check.rules import LEVELS, PROFILES, RULES, selected

HANGUL = range(0xAC00, 0xD7A4)


@pytest.mark.parametrize("name", RULES)
def test_rule_says_what_why_and_the_cure_in_both_languages(name):
    rule = RULES[name]
    assert rule.level in LEVELS
    assert rule.only in {"", *PROFILES}
    for english, korean in (rule.says, rule.why):
        assert english.isascii()
        assert any(ord(letter) in HANGUL for letter in korean)
    assert all(rule.cure)
    assert rule.clause


@pytest.mark.parametrize("name", [name for name, rule in RULES.items() if rule.row])
def test_row_stands_in_the_table_of_the_servers(name):
    rows = [row for row in table() if row.startswith(RULES[name].row)]
    assert len(rows) == 1
    assert len(row_of(RULES[name])) == 7
    assert set(servers_of(RULES[name])) == {"uWSGI", "gunicorn", "wsgiref"}


@pytest.mark.parametrize("name", [name for name, rule in RULES.items() if rule.id not in ("S000",)])
def test_rule_leads_to_a_lab(name):
    assert (ROOT / "examples" / RULES[name].lab / "README.md").is_file()


def test_profiles_report_more_and_more():
    standard, robust, house = ({name for name, rule in RULES.items() if rule.applies(one)} for one in PROFILES)
    assert standard < robust < house
    assert house - robust == {"W315", "W316", "W317", "H001", "H002"}


def test_select_and_ignore_take_the_beginnings_of_names():
    assert selected("W402", [], [])
    assert selected("W402", ["W4"], [])
    assert not selected("W502", ["W4"], [])
    assert not selected("W402", ["W4"], ["W402"])
