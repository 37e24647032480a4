"""The student's number is set once, and stands in the place of the course's."""

import pytest

from wsgi_apps.tools import nginx
from wsgi_apps.tools.course.manifest import Mistake
from wsgi_apps.tools.learn.exercise import exercises, named
from wsgi_apps.tools.learn.page import page_of
from wsgi_apps.tools.naming import named as application_named, resolved
from wsgi_apps.tools.serve import main as serve
from wsgi_apps.tools.student import NUMBER, VARIABLE, number, personal
from wsgi_apps.tools.suggestion import first_request

OWN = "60171234"


@pytest.fixture
def own(monkeypatch):
    monkeypatch.setenv(VARIABLE, OWN)


def test_without_one_the_number_of_the_course_stays(monkeypatch):
    monkeypatch.delenv(VARIABLE, raising=False)
    assert (number(), personal(f"/{NUMBER}/x")) == (NUMBER, f"/{NUMBER}/x")
    monkeypatch.setenv(VARIABLE, "")
    assert number() == NUMBER


@pytest.mark.parametrize("given", ["123", "1234567890123", "6016a176", " 60162176", "６０１６２１７６", "60162176\n"])
def test_a_number_that_is_none_is_refused(monkeypatch, capsys, given):
    monkeypatch.setenv(VARIABLE, given)
    with pytest.raises(Mistake) as refused:
        number()
    assert str(refused.value) == f"{VARIABLE} is {given!r}: write 4 to 12 digits, such as {VARIABLE}={NUMBER}."
    assert serve(["wsgi_apps.hello"]) == 1
    assert capsys.readouterr().err.startswith(f"{VARIABLE} is ")


def test_the_line_to_try_has_it(own):
    line = first_request(resolved(application_named("wsgi_apps.hello_json", "")), "http://127.0.0.1:8000")
    assert line.startswith(f"curl -X POST http://127.0.0.1:8000/{OWN} -H")


def test_nginx_lets_its_path_through(tmp_path):
    file = nginx.write_configuration(tmp_path, "127.0.0.1:1", "127.0.0.1:2", student=OWN)
    text = file.read_text(encoding="utf-8")
    assert f"location ~ ^/{OWN}(/|\\z)" in text
    assert NUMBER not in text


def test_the_exercises_have_it_everywhere(own):
    mount = named("e03_absent")
    assert NUMBER not in repr(mount.table)
    assert OWN in repr(mount.table)
    for one in exercises():
        assert NUMBER not in page_of(one, "ko").task
        assert NUMBER.encode() not in b"".join(one.start.values())
