"""The number of a student: the tools use it in place of the course's, and refuse what is not one."""

import pytest

from wsgi_apps.__main__ import main
from wsgi_apps.tools.course.manifest import EXAMPLES, read
from wsgi_apps.tools.learn.exercise import named as exercise_named
from wsgi_apps.tools.learn.workspace import workspace
from wsgi_apps.tools.naming import named, resolved
from wsgi_apps.tools.nginx import write_configuration
from wsgi_apps.tools.student import NUMBER, VARIABLE, number, personal
from wsgi_apps.tools.suggestion import first_request


@pytest.fixture
def mine(monkeypatch):
    monkeypatch.setenv(VARIABLE, "20251234")


@pytest.mark.parametrize("unset", [None, ""])
def test_without_a_number_it_is_the_one_of_the_course(monkeypatch, unset):
    monkeypatch.delenv(VARIABLE, raising=False) if unset is None else monkeypatch.setenv(VARIABLE, unset)
    assert (number(), personal(f"/{NUMBER}/x")) == (NUMBER, "/60162176/x")


def test_a_longer_number_of_the_course_stays_longer(mine):
    assert personal("/60162176/x and /601621769") == "/20251234/x and /202512349"


@pytest.mark.parametrize("wrong", ["123", "1234567890123", "12a4", "/1234", " 1234", "１２３４", "1234\n"])
@pytest.mark.parametrize(("language", "word"), [("C.UTF-8", "write a number"), ("ko_KR.UTF-8", "숫자 4~12자리")])
def test_another_text_is_refused_by_every_command(monkeypatch, capsys, wrong, language, word):
    monkeypatch.setenv(VARIABLE, wrong)
    monkeypatch.setenv("LC_ALL", language)
    assert main(["routes", "x"]) == 2
    assert word in capsys.readouterr().err


def test_the_lines_and_the_servers_have_it(mine, tmp_path):
    assert "/20251234 -H" in first_request(resolved(named("wsgi_apps.hello_json", "")), "http://h")
    assert "/20251234" in {one.path for one in read(EXAMPLES / "lab16_mounting").requests}
    text = write_configuration(tmp_path, "127.0.0.1:80", "127.0.0.1:1").read_text(encoding="utf-8")
    assert "location ~ ^/20251234(" in text
    assert NUMBER not in text


def test_an_exercise_is_served_with_it_and_its_files_keep_the_one_of_the_course(mine):
    exercise = exercise_named("s04_slash")
    assert b"/60162176" in exercise.start["uwsgi.ini"]
    with workspace(exercise, exercise.start) as folder:
        assert "/20251234" in (folder / "uwsgi.ini").read_text(encoding="utf-8")
    assert exercise.checks[0]["send"].startswith("GET /20251234")
