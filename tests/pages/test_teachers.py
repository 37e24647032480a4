"""The page for teachers names labs and exercises that are there, and leaves none out."""

import re

import pytest

from tests.support.servers import ROOT
from wsgi_apps.tools.course.manifest import labs
from wsgi_apps.tools.learn.exercise import ASKING, exercises

PAGE = (ROOT / "docs" / "teachers.md").read_text(encoding="utf-8")
EXERCISES = {one.id: one for one in exercises()}
WEEKS = re.findall(r"(?m)^\| (\d+) \| (\[.*?) \| (`.*?) \| (\d+) \|", PAGE)
SECTIONS = dict(re.findall(r"(?ms)^### (Lab .*?)\n(.*?)(?=^#|\Z)", PAGE))


def test_fourteen_weeks_have_every_lab_and_every_exercise_once():
    assert [int(number) for number, *_ in WEEKS] == list(range(1, 15))
    linked = [name for _, shown, _, _ in WEEKS for name in re.findall(r"examples/(\w+)/README", shown)]
    assert linked == [lab.name for lab in labs()]
    listed = [name for _, _, ids, _ in WEEKS for name in re.findall(r"`(\w+)`", ids)]
    assert sorted(listed) == sorted(EXERCISES)


@pytest.mark.parametrize(("ids", "minutes"), [row[2:] for row in WEEKS], ids=[f"week {row[0]}" for row in WEEKS])
def test_the_minutes_of_a_week_are_those_of_its_exercises(ids, minutes):
    assert sum(EXERCISES[name].table["minutes"] for name in re.findall(r"`(\w+)`", ids)) == int(minutes)


@pytest.mark.parametrize("lab", labs(), ids=lambda lab: lab.name)
def test_a_lab_has_an_objective_and_three_questions_with_their_answers(lab):
    title = (lab.folder / "README.md").read_text(encoding="utf-8").partition("\n")[0].removeprefix("# ")
    section = SECTIONS[title]
    assert re.search(r"(?m)^Objective: students can .*\.$", section)
    assert [int(one) for one in re.findall(r"(?m)^(\d)\. .*[?.\"] \*.*\*$", section)] == [1, 2, 3]


def test_the_exam_has_every_exercise_that_asks():
    table = PAGE.partition("## Questions for an exam")[2].partition("## Grade")[0]
    assert set(re.findall(r"(?m)^\| `(\w+)`", table)) == {one.id for one in EXERCISES.values() if one.kind in ASKING}
