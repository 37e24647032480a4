"""The parts of ``learn`` that need no program to run: values, texts, requests, responses, progress and reports."""

import csv
import io
import json
import re
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from xml.etree import ElementTree

import pytest

from tests.support.exercises import ENGLISH, KOREAN, exercise, greeting, write
from wsgi_apps.tools.check.texts import width
from wsgi_apps.tools.course.manifest import Mistake
from wsgi_apps.tools.learn.answers import plain, value_of, written
from wsgi_apps.tools.learn.command import main
from wsgi_apps.tools.learn.exercise import KINDS, exercises, named
from wsgi_apps.tools.learn.forms import FORMS, formed
from wsgi_apps.tools.learn.grading import absent, row, rubric_of
from wsgi_apps.tools.learn.judging import ERROR, MISSING, Verdict
from wsgi_apps.tools.learn.live import parsed, telling, whole
from wsgi_apps.tools.learn.page import code_spans, numbers, page_of, parsed as page
from wsgi_apps.tools.learn.progress import read
from wsgi_apps.tools.learn.reply import Reply
from wsgi_apps.tools.learn.reporting import row_of
from wsgi_apps.tools.learn.running import Result
from wsgi_apps.tools.learn.sent import sent
from wsgi_apps.tools.learn.sentences import word
from wsgi_apps.tools.learn.shown import failure_lines
from wsgi_apps.tools.learn.student import Student
from wsgi_apps.tools.learn.values import KOREAN as WORDS, Values, placeholders


@pytest.mark.parametrize(
    ("text", "made"),
    [
        ("{kept}", "a b<"),
        ("{kept|quote}", "a%20b%3C"),
        ("{kept|escape|upper}", "A B&LT;"),
        ("{kept|length}", "4"),
        ("{kept2|bytes}", "6"),
        ("{kept2|ascii}", '"\\uad6c\\ubbf8"'),
        ("{kept2|json}", '"구미"'),
        ("{kept2|base64}", "6rWs66+4"),
        ("{kept3|plus:3}{kept3|times:{kept3}}", "13100"),
        ("{kept3|int}", 10),
        ("{other} {} {kept", "{other} {} {kept"),
        ({"{kept}": ["{kept3}", 1, None]}, {"a b<": ["10", 1, None]}),
    ],
)
def test_placeholders_are_filled(text, made):
    values = Values(1, "here")
    values.drawn |= {"kept": "a b<", "kept2": "구미", "kept3": "10"}
    assert values.filled(text) == made


def test_values_are_drawn_anew_and_differ():
    first, again, other = (Values(seed, "a") for seed in (1, 1, 2))
    names = ["word", "word2", "korean", "korean2", "number", "big", "hex"]
    drawn = [[one.draw(name) for name in names] for one in (first, again, other)]
    assert drawn[0] == drawn[1]
    assert all(one != two for one, two in zip(drawn[0], drawn[2], strict=True))
    assert len(set(drawn[0])) == len(names)
    assert len(set(WORDS)) == len(WORDS)
    assert all(2 <= len(word) <= 4 for word in WORDS)
    assert placeholders({"send": "{word}", "then": [{"json": {"a": "{big2}"}}], "n": 1}) == {"word", "big"}


def test_a_page_has_its_parts():
    for text, title in ((ENGLISH, "Greet"), (KOREAN, "인사하기")):
        made = page(text)
        assert (made.title, len(made.hints), len(made.afterwards), made.others) == (title, 3, 1, [])
    assert code_spans("`a` and ```py\nb\n``` and `c`") == ["a", "b\n", "c"]
    assert numbers("2 words, `3`, [4](5.md), 1.5") == ["1.5", "2", "4"]


@pytest.mark.parametrize("language", ["en", "ko"])
def test_a_page_has_the_number_of_the_student(monkeypatch, language):
    monkeypatch.setenv("WSGI_APPS_STUDENT", "20251234")
    one = named("t05_empty")
    made = page_of(one, language)
    assert "20251234" in made.task
    assert "60162176" not in "".join([made.title, made.task, *made.hints, *made.afterwards])


@pytest.mark.parametrize(
    ("check", "wired"),
    [
        ({"send": "GET /구?a=b c"}, b"GET /%EA%B5%AC?a=b%20c HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"),
        ({"send": "POST /", "json": {"a": "구"}}, '{"a": "구"}'.encode()),
        ({"send": "POST /", "json": [1], "headers": {"Content-Type": "x/y"}}, b"Content-Type: x/y\r\n\r\n[1]"),
        ({"send": "POST /", "form": {"a": ["1", "&"]}}, b"form-urlencoded\r\n\r\na=1&a=%26"),
        ({"send": "POST /", "hex": "00ff"}, b"Content-Length: 2\r\n\r\n\x00\xff"),
        ({"send": "POST /", "body": "abc", "chunked": True}, b"chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n"),
        ({"send": "POST /", "body": "a", "headers": {"Content-Length": "9"}}, b"Content-Length: 9\r\n\r\na"),
        ({"send": "GET /", "headers": {"X": ["1", "2"]}}, b"X: 1\r\nX: 2\r\n\r\n"),
        ({"raw": "GET /\r\n"}, b"GET /\r\n"),
    ],
)
def test_a_request_is_sent_as_it_is_written(check, wired):
    assert sent(check).wired().endswith(wired)


def test_a_request_in_process():
    check = {"send": "GET /p/%EA%B5%AC?q", "mount": "/p", "headers": {"X": "구"}, "environ": {"A": False, "B": 1}}
    asked = sent(check, "c=1").asked()
    assert (asked.path, asked.query, asked.script_name, asked.left_out) == ("/êµ¬", "q", "/p", ("A",))
    assert asked.headers == (("X", "êµ¬"), ("Cookie", "c=1"))


@pytest.mark.parametrize(
    ("received", "status", "body"),
    [
        (b"HTTP/1.1 200 OK\r\nA: b\r\n\r\nx", 200, b"x"),
        (b"HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\nxyz", 200, b"x"),
        (b"HTTP/1.0 404 No\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nab\r\n1;e\r\nc\r\n0\r\n\r\n", 404, b"abc"),
        (b"hello", 0, b""),
        (b"", 0, b""),
    ],
)
def test_a_response_is_read(received, status, body):
    made = parsed(received)
    assert (made.status, made.body, made.problem) == (status, body, "" if status else "no reply")


def test_a_response_is_whole_by_its_length():
    head = b"HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\n"
    assert [whole(head + body, "GET") for body in (b"ab", b"abc")] == [False, True]
    assert not whole(head, "HEAD")


@pytest.mark.parametrize(
    ("given", "right", "same"),
    [
        ("500", "500", True),
        (" 500 ", "500", True),
        ("500", "no reply", False),
        ("gunicorn, uWSGI", "uwsgi gunicorn", True),
        ("gunicorn", "uwsgi gunicorn", False),
        (["uwsgi"], "uwsgi", True),
        ("None", "none", True),
        ("A b", "a b", False),
        (7, "7", True),
    ],
)
def test_answers_are_compared(given, right, same):
    assert (plain(written(given)) == plain(right)) is same


@pytest.mark.parametrize(
    ("wanted", "value"),
    [
        ("status", "201"),
        ("body", '{"a": 1}'),
        ("length", "8"),
        ("header:X", "1, 2"),
        ("header:Y", "absent"),
        ("json:a", "1"),
        ("environ:b", "absent"),
        ("reply", "201"),
    ],
)
def test_what_is_measured(wanted, value):
    assert value_of(Reply(201, [("X", "1"), ("x", "2")], b'{"a": 1}'), wanted) == value
    assert value_of(Reply(problem="hangs"), "status") == "hangs"


def noted(**changes):
    """Return the text of a progress in which something is changed; a key of an entry changes the one entry."""
    entry = {key: changes.pop(key) for key in ("tries", "hints", "looked", "first") if key in changes}
    table = {"version": 1, "language": "en", "current": "", "done": {}, "begun": {"a01_greet": entry}}
    return json.dumps(table | changes)


@pytest.mark.parametrize(
    "text",
    [
        *("", "{", "[]", "[" * 100_000, "7", '{"version": 1}', "\ud800"),
        *(noted(version=2), noted(language=7), noted(current=None), noted(done=[]), noted(done={"a": 1})),
        *(noted(tries="1"), noted(hints=None), noted(hints=-1), noted(hints=True), noted(looked=1)),
        *(noted(first=""), noted(first=5), noted(first="2026-01-01")),
    ],
    ids=lambda text: text[:90],
)
def test_a_broken_progress_is_kept_aside(tmp_path, text, capsys):
    root = write(tmp_path, a01_greet=greeting())
    folder = tmp_path / "learning"
    folder.mkdir()
    (folder / "progress.json").write_bytes(text.encode("utf-8", "surrogatepass"))
    (folder / "progress.json.1").write_text("older", encoding="utf-8")
    assert main(["next", "--root", str(root), "--folder", str(folder), "--lang", "en"]) == 0
    assert "It is kept as progress.json.2" in capsys.readouterr().err
    assert (folder / "progress.json.2").read_bytes() == text.encode("utf-8", "surrogatepass")
    assert read(folder).current == "a01_greet"


def test_an_unknown_language_is_that_of_the_environment(tmp_path, capsys, monkeypatch):
    root = write(tmp_path, a01_greet=greeting())
    (tmp_path / "progress.json").write_text(noted(language="fr", hints=2), encoding="utf-8")
    monkeypatch.setenv("LC_ALL", "ko_KR.UTF-8")
    assert main(["--root", str(root), "--folder", str(tmp_path)]) == 0
    said = capsys.readouterr()
    assert "풀었습니다" in said.out
    assert said.err == ""
    assert (read(tmp_path).language, read(tmp_path).begun["a01_greet"]["hints"]) == ("ko", 2)


def test_two_processes_change_the_progress_at_once(tmp_path):
    """Also twenty threads, each of which has read the file before any of them writes."""
    every = [read(tmp_path) for _ in range(20)]
    every[0].write()

    def hint(progress):
        with progress.changing():
            progress.entry("a01_greet")["hints"] += 1

    with ThreadPoolExecutor(len(every)) as pool:
        list(pool.map(hint, every))
    assert read(tmp_path).begun["a01_greet"]["hints"] == len(every)


def test_nothing_is_written_where_a_change_fails(tmp_path):
    progress = read(tmp_path)
    progress.write()
    with pytest.raises(ZeroDivisionError), progress.changing():
        progress.entry("a01_greet")["hints"] += 1 / 0
    assert read(tmp_path).begun == {}


def test_progress_moves_with_its_folder(tmp_path):
    root = write(tmp_path, a01_greet=greeting(), a02_again=greeting())
    student = Student(tmp_path / "here", root)
    student.progress.language = "ko"
    student.begin(student.every[0])
    student.note(student.every[0], Verdict("a01_greet", 3))
    (tmp_path / "here").rename(tmp_path / "there")
    moved = Student(tmp_path / "there", root)
    assert (moved.progress.language, moved.progress.current) == ("ko", "a01_greet")
    assert moved.progress.done["a01_greet"].keys() == {
        *["tries", "hints", "looked", "first", "last", "seed", "sha256", "at", "seconds"]
    }
    assert moved.next(moved.every[0]).id == "a02_again"


def test_after_orders_a_chapter(tmp_path):
    """Also where two say so of each other."""

    def after(name):
        return greeting() | {
            "exercise.toml": exercise()["exercise.toml"].replace("minutes", f'after = ["{name}"]\nminutes')
        }

    root = write(tmp_path, a01_one=after("a03_three"), a02_two=after("a01_one"), a03_three=after("a02_two"))
    assert [one.id for one in exercises(root)] == ["a02_two", "a03_three", "a01_one"]
    (root / "00_first" / "a03_three" / "exercise.toml").write_text(exercise()["exercise.toml"], encoding="utf-8")
    assert [one.id for one in exercises(root)] == ["a03_three", "a01_one", "a02_two"]


def test_begin_keeps_what_is_there(tmp_path):
    student = Student(tmp_path / "learning", write(tmp_path, a01_greet=greeting()))
    (one,) = student.every
    assert student.begin(one) == []
    file = student.place(one) / "app.py"
    file.write_text("mine", encoding="utf-8")
    assert student.begin(one) == []
    assert file.read_text(encoding="utf-8") == "mine"
    assert student.begin(one, again=True) == [("app.py", "app.py.1")]
    assert file.with_name("app.py.1").read_text(encoding="utf-8") == "mine"
    assert file.read_bytes() == one.start["app.py"]


FAILED = Result(
    "c", "strict", "fail", "GET /\x00", "body", "'a'", "'b\x1b'", at={"file": "app.py", "line": 1, "text": "x"}
)
ROWS = [{"id": "a01_greet", "chapter": 0, "status": "done", "looked": False}]


def test_a_spreadsheet_takes_no_cell_for_a_formula():
    text = FORMS["csv"]([{"folder": "=1+1", "points": 2, "more": '구미, "x"'}], [])
    assert list(csv.reader(io.StringIO(text)))[1] == ["'=1+1", "2", '구미, "x"']
    assert text.endswith("\r\n")


def test_a_report_for_people_is_in_korean_and_one_for_programs_keeps_its_keys():
    rows = [{"folder": "open", "id": "a01_greet", "kind": "fix", "status": "open", "looked": True, "tries": 2}]
    assert formed("markdown", rows, [], "ko").splitlines() == [
        "| 폴더 | 연습 문제 | 종류 | 상태 | 풀이를 봄 | 시도 |",
        "|---|---|---|---|---|---|",
        "| open | a01_greet | 고치기 | 시작 전 | 예 | 2 |",
    ]
    assert "| open | a01_greet | fix | open | True | 2 |" in formed("markdown", rows, [], "en")
    assert json.loads(formed("json", rows, [], "ko"))["exercises"] == rows
    assert formed("csv", rows, [], "ko").splitlines()[0] == "folder,id,kind,status,looked,tries"


def test_every_word_of_a_list_has_its_korean():
    columns = {*row_of_a_report(), *row_of_a_grade()} - {"sha256", "seed", "first", "last"}
    assert [one for one in (*KINDS, *columns, *STATUSES) if word(one, "ko") == one] == []
    assert [one for one in KINDS if word(one, "en") != one] == []


def test_the_list_of_exercises_has_korean_kinds_in_one_column(tmp_path, capsys):
    assert main(["--folder", str(tmp_path), "--lang", "ko", "list", "--chapter", "3"]) == 0
    lines = capsys.readouterr().out.splitlines()[1:]
    found = [re.fullmatch(r"(.{21}(\S+) +)\S.*", line) for line in lines]
    assert {one[2] for one in found} == {"고치기", "쓰기", "읽기"}
    assert len({width(one[1]) for one in found}) == 1


@pytest.mark.parametrize(
    ("text", "key", "english"),
    [
        ('points = "a"', "points", "write a number that is not negative"),
        ("points = true", "points", "write a number that is not negative"),
        ("hint = -1", "hint", "write a number that is not negative"),
        ("looked = [1]", "looked", "write a number that is not negative"),
        ("[exercises]\nh01_first = 'b'", "exercises.h01_first", "write a number that is not negative"),
        ("exercises = 3", "exercises", "write a table"),
        ('only = "h01_first"', "only", "write a list of names"),
        ("only = [1]", "only", "write a list of names"),
    ],
)
def test_a_rubric_whose_value_has_another_type(tmp_path, text, key, english):
    file = tmp_path / "rubric.toml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(Mistake, match=f"{key}: {english}") as raised:
        rubric_of(file)
    assert f"{key}: " in raised.value.korean
    assert raised.value.korean != str(raised.value)


def test_a_rubric_keeps_its_values(tmp_path):
    file = tmp_path / "rubric.toml"
    file.write_text('points = 2\nlooked = 0.5\nonly = ["h01_first"]\n[exercises]\nh01_first = 4\n', encoding="utf-8")
    made = rubric_of(file)
    assert made == {"points": 2, "hint": 0, "looked": 0.5, "only": ["h01_first"], "exercises": {"h01_first": 4}}


STATUSES = ("open", "begun", "done", "late", "pass", "fail", ERROR, MISSING, "absent")


def row_of_a_report():
    exercise = exercises()[0]
    return row_of(Student(Path("nowhere"), is_mine=False), exercise, "")


def row_of_a_grade():
    exercise = exercises()[0]
    return row(Student(Path("nowhere"), is_mine=False), exercise, None, rubric_of(None))


def test_reports_can_be_read():
    verdict = Verdict("a01_greet", 1)
    verdict.add(FAILED)
    assert FORMS["markdown"](ROWS, []).splitlines()[2] == "| a01_greet | 0 | done | False |"
    assert json.loads(FORMS["json"](ROWS, []))["exercises"] == ROWS
    case = ElementTree.fromstring(FORMS["junit"](ROWS, [verdict]))[0][0]
    assert case.find("failure").text.splitlines() == ["the body differs", "expected 'a'", "got 'b·'", "app.py:1 x"]
    (test,) = json.loads(FORMS["exercism"](ROWS, [verdict]))["tests"]
    assert (test["name"], test["status"]) == ("a01_greet c strict", "fail")
    assert json.loads(FORMS["exercism"](ROWS, []))["status"] == "error"


def test_reports_of_several_students_have_their_names():
    """And what one of them did not hand in has failed."""
    student = Student(Path("here") / "lee", is_mine=False)
    passed = Verdict("a01_greet", 1, student="김")
    passed.add(Result("c", "strict"))
    verdicts = [passed, absent(student, exercises()[0])]
    suites = ElementTree.fromstring(FORMS["junit"](ROWS, verdicts))
    assert [(one.get("name"), one.get("failures")) for one in suites] == [("김 a01_greet", "0"), ("lee h01_first", "1")]
    assert [(case.get("classname"), case.get("name")) for case in suites.iter("testcase")] == [
        ("김 a01_greet", "c strict"),
        ("lee h01_first", "absent"),
    ]
    assert suites[1].find("testcase/failure").text == "app.py was not handed in\ngot app.py"
    made = json.loads(FORMS["exercism"](ROWS, verdicts))
    assert [(one["name"], one["status"]) for one in made["tests"]] == [
        ("김 a01_greet c strict", "pass"),
        ("lee h01_first", "fail"),
    ]
    assert made["status"] == "fail"
    assert "student" not in passed.table()


@pytest.mark.parametrize(
    ("rows", "steps"),
    [
        ([("a", 0, None), ("b", 3, None), ("c", 3, None)], [("chapter 0", "a", 1), ("chapter 3", "b c", 2)]),
        ([("a", 0, 2), ("b", 0, 0.5), ("a", 0, 2), ("b", 0, 0.5)], [("chapter 0", "a b", 2.5)]),
    ],
    ids=["a report", "a grade of two folders with a rubric"],
)
def test_a_job_for_autograding(rows, steps):
    tables = [{"id": name, "chapter": number} | ({} if of is None else {"of": of}) for name, number, of in rows]
    tests = json.loads(FORMS["classroom"](tables, []))["tests"]
    begin = "python -m wsgi_apps learn check "
    assert [(one["name"], one["run"].removeprefix(begin), one["points"]) for one in tests] == steps
    assert all(one["comparison"] == "included" and one["timeout"] > 0 for one in tests)


CHANGED = '[late]\nfile = "app.py"\nold = "OLD"\nnew = "NEW"\n'


@pytest.mark.parametrize(
    ("solution", "found"), [("x = 'OLD'\n", b"x = 'NEW'\n"), ("x = 'OLD OLD'\n", 2), ("x = 1\n", 0)]
)
def test_wrong_program_may_be_the_solution_with_one_change(tmp_path, solution, found):
    files = greeting() | {"solution/app.py": solution, "wrong.toml": CHANGED}
    (made,) = exercises(write(tmp_path, a01_greet=files))
    assert "late" in made.wrongs
    if isinstance(found, bytes):
        assert made.wrong("late")["app.py"] == found
        return
    with pytest.raises(Mistake, match=f"late: old is in app.py {found} times"):
        made.wrong("late")


def test_start_of_a_step_is_laid_over_the_solution_of_the_one_before(tmp_path):
    first = exercise("build", start={"app.py": "1", "given.py": "2"}, solution={"app.py": "3"})
    root = write(tmp_path, k01_one=first, k02_two=exercise("build", start={"app2.py": "4"}, solution={"app.py": "5"}))
    second = exercises(root)[1]
    assert second.start == {"app.py": b"3", "given.py": b"2", "app2.py": b"4"}
    assert second.solved["app.py"] == b"5"


ACCESS = "[pid: 7|app: 0|req: 1/1] 127.0.0.1 () {36 vars in 428 bytes} [Sun Nov 29 12:26:39 2026] GET / => generated"
NGINX = '2026/11/29 12:26:39 [error] 2#2: *4 recv() failed (104: Connection reset by peer), request: "GET /ocean45"'
TOO_BIG = "invalid request block size: 8586 (max 4096)...skip"


@pytest.mark.parametrize(
    ("log", "english", "korean"),
    [
        (f"{ACCESS}\n{TOO_BIG}\n{NGINX}\n", [f"log of uWSGI: {TOO_BIG}", f"log of nginx: {NGINX}"], [f"uWSGI 로그: {TOO_BIG}", f"nginx 로그: {NGINX}"]),
        (f"{NGINX}\n{TOO_BIG}\n{ACCESS}\n", [f"log of nginx: {NGINX}", f"log of uWSGI: {TOO_BIG}"], [f"nginx 로그: {NGINX}", f"uWSGI 로그: {TOO_BIG}"]),
        (f"spawned uWSGI worker 1\n{ACCESS}\n", [], []),
        (f"oops\n{ACCESS}\nspawned uWSGI worker 1\n\n", ["log: oops"], ["로그: oops"]),
        ('127.0.0.1 - - [29/Nov/2026 12:26:39] "GET / HTTP/1.1" 200 5\n', [], []),
    ],
)  # fmt: skip
def test_the_last_line_of_each_server_is_shown_whole(log, english, korean):
    result = Result("c", "nginx", "fail", "GET /", "status", "200", "502", log=log)
    for language, said in (("en", english), ("ko", korean)):
        lines = " ".join(" ".join(line for line, _ in failure_lines(result, language)).split())
        assert lines.partition("502 ")[2] == " ".join(said)


@pytest.mark.parametrize(
    ("log", "line"),
    [
        ("*** Starting uWSGI 2.0.31\nTraceback:\nModuleNotFoundError: No module named 'x'\nno such thing\n", "ModuleNotFoundError: No module named 'x'"),
        ("*** Starting uWSGI 2.0.31\nbye\nspawned uWSGI worker 1\n[pid: 7|app: 0] error\n", "bye"),
        ("spawned uWSGI worker 1\n", "spawned uWSGI worker 1"),
        ("", ""),
    ],
)  # fmt: skip
def test_the_line_of_a_log_that_tells_most(log, line):
    assert telling(log) == line
