"""What the command line of ``learn`` refuses: a check that would check nothing never passes."""

import os

import pytest

from tests.support.exercises import GREETS, exercise, greeting, write
from wsgi_apps.tools.learn.command import main
from wsgi_apps.tools.learn.keys import END, Keys

STRICT = (
    'fails = { check = "greets", what = "body" }\n\n[[check]]\nid = "greets"\non = ["strict"]\nsend = "GET /{word}"\n'
)
ASKS = """fails = {{ check = "one", what = "answer" }}

[[question]]
key = "one"
ask.en = "What?"
ask.ko = "무엇인가요?"
measure = {{ {server}, send = "GET /" }}
"""


@pytest.fixture(scope="module")
def learn(tmp_path_factory):
    """Return a function that calls ``learn`` with three exercises: on strict, on strict and uWSGI, and a question."""
    tmp_path = tmp_path_factory.mktemp("commands")
    strict = exercise(table=STRICT, start={"app.py": GREETS}, solution={"app.py": GREETS})
    asks = exercise(
        "predict", "answer.toml", ASKS.format(server='server = "wsgiref"'), start={"answer.toml": 'one = "1"'}
    )
    which = exercise("which", "answer.toml", ASKS.format(server='on = ["wsgiref", "nginx"]'), start={"answer.toml": ""})
    root = write(tmp_path, a01_one=strict, a02_two=greeting(), a03_asks=asks, a04_which=which)

    def call(*words, language="en"):
        return main(["--root", str(root), "--folder", str(tmp_path / "learning"), "--lang", language, *words])

    for name in ("a01", "a02", "a03", "a04"):
        call("go", name)
    return call


@pytest.mark.parametrize(
    ("words", "language", "said"),
    [
        (("check", "a01", "--server", "wsgiref"), "en", "a01_one is checked on strict only."),
        (("check", "a01", "--server", "wsgiref"), "ko", "a01_one은(는) strict에서만 검사합니다."),
        (("check", "a02", "--server", "nginx"), "en", "a02_two is checked on strict, uwsgi only."),
        (("check", "a03", "--server", "strict"), "en", "a03_asks is checked on wsgiref only."),
        (("check", "a04", "--server", "uwsgi"), "en", "a04_which is checked on wsgiref, nginx only."),
        (("check", "all", "--server", "gunicorn"), "en", "None of these exercises is checked on gunicorn."),
        (("check", "--chapter", "0", "--server", "gunicorn"), "ko", "이 가운데 gunicorn에서 검사하는 연습 문제가 없습니다."),
        (("check", "a01", "--chapter", "0"), "en", "Name exercises or a chapter (--chapter 0), not both."),
        (("check", "a01", "--chapter", "0"), "ko", "연습 문제와 장(--chapter 0) 가운데 하나만 고르세요."),
        (("grade", ".", "--seeds", "0"), "en", "--seeds 0: write 1 or more."),
        (("grade", ".", "--seeds", "-3"), "ko", "--seeds -3: 1 이상의 수를 쓰세요."),
        (("watch", "a01", "--server", "wsgiref"), "en", "a01_one is checked on strict only."),
    ],
)  # fmt: skip
def test_what_checks_nothing_is_refused(learn, capsys, words, language, said):
    capsys.readouterr()
    assert learn(*words, language=language) == 2
    shown = capsys.readouterr()
    assert shown.err.strip() == said
    assert "✓" not in shown.out


def test_those_of_several_that_have_no_check_on_a_server_are_named(learn, capsys):
    capsys.readouterr()
    assert learn("check", "all", "--server", "strict") == 1
    shown = capsys.readouterr()
    assert shown.err.splitlines() == [
        "a03_asks is checked on wsgiref only.",
        "a04_which is checked on wsgiref, nginx only.",
    ]
    assert [line.split()[0] for line in shown.out.splitlines() if line[0] in "✓✗"] == ["✓", "✗"]


def test_several_exercises_are_named(learn, capsys):
    capsys.readouterr()
    assert learn("check", "a02", "a01", "--server", "strict") == 1
    assert [line[0] for line in capsys.readouterr().out.splitlines() if line[0] in "✓✗"] == ["✗", "✓"]


def test_all_of_nothing_is_refused(tmp_path, capsys):
    root = write(tmp_path, a01_greet=greeting())
    words = ["--root", str(root), "--folder", str(tmp_path / "learning"), "--lang", "en", "check", "all"]
    assert main(words) == 2
    assert capsys.readouterr().err.strip() == "You have not begun an exercise yet: python -m wsgi_apps learn next"


def test_the_watch_ends_with_its_input():
    """Also where a terminal is gone, which is read with an error."""
    reading, writing = os.pipe()
    os.write(writing, b"h")
    keys = Keys(reading)
    assert (keys.next(1), keys.next(0)) == ("h", "")
    os.close(writing)
    assert keys.next(1) == END
    os.close(reading)
    second, first = os.openpty()
    os.close(first)
    assert Keys(second).next(1) == END
    os.close(second)
