"""``check`` with real servers: they are asked the same as the probe, and a server at a URL is seen from outside."""

import json

import pytest

from tests.support.servers import ROOT, serve
from wsgi_apps.tools.check import live
from wsgi_apps.tools.check.command import main

TEXT = '("Content-Type", "text/plain; charset=utf-8")'
STRING_BODY = f"""
def application(environ, start_response):
    start_response("200 OK", [{TEXT}])
    return ["hello"]
"""
RAISING = """
def app(environ, start_response):
    raise ValueError("on purpose")
"""


@pytest.fixture
def written(tmp_path, monkeypatch):
    """Return a function that writes a program into the current folder and gives its name."""
    monkeypatch.chdir(tmp_path)

    def write(text, name):
        (tmp_path / name).write_text(text, encoding="utf-8")
        return name

    return write


def found(capsys, *arguments):
    """Return the exit status, and the findings by rule."""
    status = main([*arguments, "--json"])
    result = json.loads(capsys.readouterr().out)
    return status, {one["rule"]: one for one in result["findings"]}, result["answers"]


def test_servers_are_asked_what_they_make_of_a_finding(written, capsys):
    status, findings, _ = found(capsys, written(STRING_BODY, "text_of_mine.py"), "--server", "all")
    assert status == 1
    assert set(findings["W402"]["servers"]) == {"uWSGI", "gunicorn", "wsgiref"}
    assert findings["W402"]["servers"]["uWSGI"] == "200, empty"
    assert findings["W402"]["servers"]["wsgiref"] == "500"


def test_server_that_says_nothing_is_told_so(written, capsys):
    _, findings, _ = found(capsys, written(RAISING, "raising_of_mine.py"), "--server", "uwsgi")
    assert findings["W701"]["servers"] == {"uWSGI": "no reply"}


@pytest.mark.parametrize("server", ["uwsgi", "gunicorn", "wsgiref"])
@pytest.mark.parametrize("way", ["raw", "ours"])
def test_lab_is_asked_on_a_real_server(capsys, server, way):
    """A program with ``application`` and one with ``app``; the answers in this process come first."""
    file = str(ROOT / "examples" / "lab02_methods" / f"{way}.py")
    status, findings, answers = found(capsys, "lab02", file, "--server", server)
    assert (status, findings) == (0, {})
    assert all(not one["unexpected"] for one in answers)
    assert any(one["request"].startswith(live.SPELLED[server]) for one in answers)


def test_wrong_answer_of_a_server_is_told(written, capsys):
    text = f"def application(environ, start_response):\n    start_response('200 OK', [{TEXT}])\n    return []\n"
    status, _, answers = found(capsys, "lab02", written(text, "mine.py"), "--server", "wsgiref")
    assert status == 1
    live_ones = [one for one in answers if one["request"].startswith("wsgiref")]
    assert any(one["unexpected"] for one in live_ones)


def test_server_that_is_not_installed_is_the_third_exit_status(written, capsys, monkeypatch):
    monkeypatch.setattr(live, "installed", lambda server: False)
    assert main([written(STRING_BODY, "app.py"), "--server", "gunicorn"]) == 3
    assert capsys.readouterr().err == "gunicorn is not installed: pip install gunicorn\n"


def test_url_is_seen_from_outside(tmp_path, capsys):
    with serve("wsgiref", "examples.server_table.callables", tmp_path) as server:
        rules = {
            name: set(found(capsys, f"http://127.0.0.1:{server.port}/{name}")[1])
            for name in ("header_with_a_line_break", "length_too_short", "reads_nothing", "starts_in_the_generator")
        }
    assert rules == {
        "header_with_a_line_break": {"W305", "W406"},
        "length_too_short": {"W404", "W406"},
        "reads_nothing": {"W406"},
        "starts_in_the_generator": {"W406"},
    }


def test_url_of_a_server_that_is_away_is_told(capsys):
    status, findings, _ = found(capsys, f"http://127.0.0.1:{live.free_port()}/")
    assert status == 1
    assert findings["W701"]["detail"] == "no reply"
