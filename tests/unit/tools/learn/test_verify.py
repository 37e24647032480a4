"""``learn verify``: each rule is held, and says what is wrong."""

import pytest

from tests.support.exercises import ENGLISH, GREET, GREETS, HELLO, KOREAN, PROGRAM, exercise, greeting, write
from wsgi_apps.tools.course.manifest import Mistake
from wsgi_apps.tools.learn.authors import new
from wsgi_apps.tools.learn.command import command_line
from wsgi_apps.tools.learn.exercise import exercises, named, problems
from wsgi_apps.tools.learn.verify import verified
from wsgi_apps.tools.learn.workers import Worker

STRICT = GREET.replace("send", 'on = ["strict"]\nsend')
SECOND = '\n[[check]]\nid = "second"\non = ["strict"]\nsend = "GET /x"\nexpect = { status = 200 }\n'
ALWAYS = STRICT.replace("{korean}", "you")
LINE = GREETS.splitlines()[1].strip()
SEEN = "    start_response(\"200 OK\", [('Content-Type', 'text/plain; charset=utf-8')], None)\n"


@pytest.fixture(scope="module")
def worker():
    with Worker() as started:
        yield started


def changed(table=STRICT, english=ENGLISH, korean=KOREAN, start=HELLO, solution=GREETS, **more):
    """Return an exercise that differs in one thing from one that is right."""
    made = exercise(table=table, start={"app.py": start}, solution={"app.py": solution}, **more)
    return made | {"en.md": english, "ko.md": korean}


@pytest.mark.parametrize(
    ("files", "said"),
    [
        pytest.param(changed(), [], id="nothing"),
        pytest.param(changed(start=GREETS), ["1: the program in start/ passes", "5: start passes", "5: no wrong"], id="passes"),
        pytest.param(
            changed(start="1 / 0\n"),
            ["1: start/ is to fail in greets with body; it fails in - with import", "5: no wrong program fails first"],
            id="fails for another reason",
        ),
        pytest.param(
            changed(solution=HELLO), ["2: the solution fails with seed 0 in greets on strict with body"], id="no solution"
        ),
        pytest.param(
            changed(solution=GREETS.replace('if environ["REQUEST_METHOD"] == "HEAD"', "if False")),
            [],
            id="check finds a warning",
        ),
        pytest.param(
            changed(table=STRICT + 'allow = ["H002"]\n', solution=GREETS.replace("charset=utf-8\")]", "charset=utf-8\"), (\"Status\", \"1\")]")),
            ["2: the solution fails with seed 0 in greets on strict with rule W308"],
            id="a rule",
        ),
        pytest.param(changed(english=ENGLISH.replace("# Greet", "Greet")), ["3: en.md: a title"], id="no title"),
        pytest.param(changed(korean=KOREAN.replace("## 풀고 나서", "## 더")), ["3: ko.md: one part", "3: ko.md: there is another heading: 더"], id="no end"),
        pytest.param(
            changed(english=ENGLISH.replace("## Hint\n\nThere is a key for it.\n\n", "")),
            ["3: en.md: 3 hints are needed, and there are 2"],
            id="two hints",
        ),
        pytest.param(
            changed(english=ENGLISH.replace("`PATH_INFO`", "`PATH`")), ["3: hint 3: other code"], id="other code"
        ),
        pytest.param(
            changed(english=ENGLISH.replace("by name", "in 3 words")), ["3: task: other numbers"], id="other numbers"
        ),
        pytest.param(
            changed(english=ENGLISH.replace("Make `/name` greet", "Make `/name` and `/name` greet")),
            ["3: task: other code in en.md and ko.md: ['/name'] and []"],
            id="code more often",
        ),
        pytest.param(
            changed(korean=KOREAN.replace("경로를 보세요.", "Look here.")), ["3: ko.md: hint 1 has a paragraph without Korean"], id="English"
        ),
        pytest.param(changed(english=ENGLISH.replace("Look", "보다")), ["3: en.md: hint 1 has Korean"], id="Korean"),
        pytest.param(
            changed(english=ENGLISH.replace("Look at the path.", f"`{LINE}`"), korean=KOREAN.replace("경로를 보세요.", f"이렇게: `{LINE}`")),
            ["3: en.md: hint 1 has a line of the solution", "3: ko.md: hint 1 has a line of the solution"],
            id="a hint that gives it away",
        ),
        pytest.param(
            changed(table=ALWAYS, solution=PROGRAM.format(body='"Hello, you!"')),
            ["4: no check has a placeholder", "7: a program that only repeats"],
            id="nothing is drawn",
        ),
        pytest.param(changed(table=STRICT + SECOND), ["5: no wrong program fails first in second"], id="a check that cannot fail"),
        pytest.param(
            changed(wrong_none={"app.py": GREETS}), ["5: wrong/none passes"], id="a wrong program that is right"
        ),
        pytest.param(
            changed(table=STRICT.replace('check = "greets"', 'check = "other"')),
            ["6: there is no check other", "1: start/ is to fail in other"],
            id="no such check",
        ),
        pytest.param(changed(table=STRICT.replace("why.ko", "why.no")), ["6: check greets: why is in both"], id="one why"),
        pytest.param(
            changed(table=STRICT) | {"exercise.toml": changed()["exercise.toml"].replace("lab00", "lab99")},
            ["6: there is no lab lab99_hello"],
            id="no lab",
        ),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said(worker, tmp_path, files, said):
    (one,) = exercises(write(tmp_path, a01_greet=files))
    found = list(verified(one, worker))
    assert [any(text.startswith(start) for start in said) for text in found] == [True] * len(found), found
    assert all(any(text.startswith(start) for text in found) for start in said), found


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"kind": "riddle"}, "kind is one of"),
        ({"files": None}, "files is missing"),
        ({"chek": 1}, "unknown key 'chek'"),
        ({"check": [{"id": "a"}]}, "needs an id, and send, raw or program"),
        ({"check": [{"id": "a", "send": "GET /", "sendd": ""}]}, "unknown key 'sendd'"),
        ({"check": [{"id": "a", "send": "GET /", "on": ["apache"]}]}, "apache is not a server"),
        ({"check": [{"id": "a", "send": "GET /", "expect": {"stats": 1}}]}, "unknown key 'stats'"),
        ({"check": [{"id": "a", "send": "GET /", "then": [{"expect": {"x": 1}}]}]}, "unknown key 'x'"),
        ({"question": [{"keys": 1}]}, "unknown key 'keys'"),
    ],
)
def test_a_table_with_an_unknown_key(change, said):
    table = {"format": 1, "kind": "fix", "lab": "x", "files": ["app.py"], "minutes": 1, "fails": {}} | change
    assert any(
        said in problem for problem in problems({key: value for key, value in table.items() if value is not None})
    )


def test_a_broken_table_is_named(tmp_path):
    root = write(tmp_path, a01_greet=greeting() | {"exercise.toml": "format = "})
    with pytest.raises(Mistake, match="a01_greet"):
        exercises(root)


def test_exercises_are_named_by_their_beginning(tmp_path):
    root = write(tmp_path, a01_greet=greeting(), a02_again=greeting())
    assert named("a02", root).id == "a02_again"
    for name, said in (("a0", "Several exercises"), ("z", "no exercise"), ("../a01_greet", "no exercise")):
        with pytest.raises(Mistake, match=said):
            named(name, root)


def test_a_new_exercise_lacks_its_texts_alone(tmp_path):
    root = write(tmp_path)
    options = command_line(["new", "00_first/a09_new", "--root", str(root)], "en")
    assert new(options) == 0
    (one,) = exercises(root)
    with Worker() as worker:
        found = list(verified(one, worker))
    parts = ("title", "task", "hint 1", "hint 2", "hint 3", "afterwards")
    begins = [f"3: {language}.md: {part} is not written yet" for language in ("en", "ko") for part in parts]
    begins += [f"3: check first: why.{language} is not written yet" for language in ("en", "ko")]
    assert [problem.partition(": ")[0] for problem in found] == ["3"] * len(begins)
    assert all(problem.startswith(begin) for problem, begin in zip(found, begins, strict=True)), found
    for name in ("00_first/a09_new", "99_no/a01_x", "a01_x"):
        with pytest.raises(Mistake):
            new(command_line(["new", name, "--root", str(root)], "en"))
